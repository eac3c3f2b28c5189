/** The name under which lines without a logger are counted, such as those of `System.out`. */
export const noLogger = '';
/** The name under which the lines of too many loggers are counted together. */
export const otherLoggers = '*';

/** Whether the lines have a logger whose level can be changed. */
export function isLogger(logger: string): boolean {
  return logger !== noLogger && logger !== otherLoggers;
}
