import type { LogFilter } from './log-filter.ts';
import { type LogLevel, logLevels } from './log-store.ts';
import { createLoggerMatcher } from './match-logger.ts';
import { compileTextPattern, escapeRegex } from './text-pattern.ts';

/** A condition on the text of an event: at least one line must match or, if negated, no line may match. */
export type TextCondition = { readonly pattern: RegExp; readonly isNegated: boolean };

/** A compiled filter. `matchesHead` checks level and logger; `conditions` check the text of each line. */
export type CompiledFilter = {
  readonly matchesHead: (level: LogLevel | undefined, logger: string | undefined) => boolean;
  readonly conditions: readonly TextCondition[];
};

/** @throws LogFilterError for an invalid regular expression */
export function compileFilter({ level, texts, loggers, job }: LogFilter): CompiledFilter {
  const matchesLogger = createLoggerMatcher(loggers);
  const minimumIndex = level === undefined ? 0 : logLevels.indexOf(level);
  const textConditions = texts.map((filter) => ({ pattern: compileTextPattern(filter), isNegated: filter.isNegated }));
  return {
    matchesHead: (eventLevel, logger) =>
      (eventLevel === undefined || logLevels.indexOf(eventLevel) >= minimumIndex) && matchesLogger(logger),
    conditions:
      job === undefined ? textConditions : [...textConditions, { pattern: jobPattern(job), isNegated: false }],
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
