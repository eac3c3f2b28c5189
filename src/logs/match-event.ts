import { compileFilter } from './compile-filter.ts';
import type { LogFilter } from './log-filter.ts';
import type { LogLevel } from './log-store.ts';

/** A log event: a head and the lines that belong to it. */
export type LogEvent = {
  readonly level: LogLevel | undefined;
  readonly logger: string | undefined;
  /** All lines, joined by line feeds. */
  readonly text: string;
};

/** @throws LogFilterError for an invalid regular expression */
export function createEventMatcher(filter: LogFilter): (event: LogEvent) => boolean {
  const { matchesHead, conditions } = compileFilter(filter);
  // Tests one line at a time, as the search in the spool does.
  const lineTests = conditions.map(({ pattern, isNegated }) => ({
    isNegated,
    occursIn: (text: string) =>
      text.includes('\n') ? text.split('\n').some((line) => pattern.test(line)) : pattern.test(text),
  }));
  return ({ level, logger, text }) =>
    matchesHead(level, logger) && lineTests.every(({ occursIn, isNegated }) => occursIn(text) !== isNegated);
}
