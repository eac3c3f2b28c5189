import { compileFilter } from './compile-filter.ts';
import type { LogFilter } from './log-filter.ts';
import type { LogLevel } from './log-store.ts';

/** A head and all that belongs to it. */
export type LogEvent = {
  readonly level: LogLevel | undefined;
  readonly logger: string | undefined;
  /** All its lines, joined by LF. */
  readonly text: string;
};

/** @throws LogFilterError, with a sentence, for a regular expression that is none */
export function eventMatcher(filter: LogFilter): (event: LogEvent) => boolean {
  const { admits, conditions: demands } = compileFilter(filter);
  // A line at a time, as the lines lie in the spool.
  const byLine = demands.map(({ pattern, isNegated }) => ({
    isNegated,
    occursIn: (text: string) =>
      text.includes('\n') ? text.split('\n').some((line) => pattern.test(line)) : pattern.test(text),
  }));
  return ({ level, logger, text }) =>
    admits(level, logger) && byLine.every(({ occursIn, isNegated }) => occursIn(text) !== isNegated);
}
