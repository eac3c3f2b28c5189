/** The name under which lines without a logger are counted, such as those of `System.out`. */
export const noLogger = '';
/** The name under which the lines of too many loggers are counted together. */
export const otherLoggers = '*';
