import type { LogFilter } from './log-filter.ts';
import { type LogLevel, logLevels } from './log-store.ts';
import { loggerMatcher } from './match-logger.ts';
import { escapeRegex, textPattern } from './text-pattern.ts';

/** One demand on the text of an event: a line of it matches, or negated, none does. */
export type TextCondition = { readonly pattern: RegExp; readonly isNegated: boolean };

/** A filter made ready: the head decides by level and logger, the lines by their text. */
export type CompiledFilter = {
  readonly admits: (level: LogLevel | undefined, logger: string | undefined) => boolean;
  readonly conditions: readonly TextCondition[];
};

/** @throws LogFilterError for a regular expression that is none */
export function compileFilter({ level, texts, loggers, job }: LogFilter): CompiledFilter {
  const matchesLogger = loggerMatcher(loggers);
  const lowest = level === undefined ? 0 : logLevels.indexOf(level);
  const demands = texts.map((filter) => ({ pattern: textPattern(filter), isNegated: filter.isNegated }));
  return {
    admits: (own, logger) => (own === undefined || logLevels.indexOf(own) >= lowest) && matchesLogger(logger),
    conditions: job === undefined ? demands : [...demands, { pattern: jobPattern(job), isNegated: false }],
  };
}

function jobPattern({ id, names }: NonNullable<LogFilter['job']>): RegExp {
  return new RegExp(
    [id, ...names]
      .filter((name) => name !== '')
      .map(escapeRegex)
      .join('|'),
  );
}
