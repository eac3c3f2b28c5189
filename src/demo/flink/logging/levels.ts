/** From least to most verbose. */
const levels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'] as const;

/** The log levels and the check interval that a logging configuration file sets. */
export type LogLevels = {
  readonly isLogged: (level: string, logger: string) => boolean;
  /** Interval between checks for changes to the file; undefined if the file is never reloaded. */
  readonly intervalMs: number | undefined;
};

/** Resolves levels by logger name. `byLogger` holds the configured levels, with the root logger under `''`. */
export function createLogLevels(byLogger: ReadonlyMap<string, string>, intervalMs: number | undefined): LogLevels {
  const ranks = new Map<string, number>();
  for (const [logger, level] of byLogger) {
    const rank = levels.indexOf(level.trim().toUpperCase() as (typeof levels)[number]);
    if (rank >= 0) ranks.set(logger, rank);
  }
  const rankOf = (logger: string): number => {
    for (let name = logger; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
      const rank = ranks.get(name);
      if (rank !== undefined) return rank;
    }
    return ranks.get('') ?? levels.indexOf('ERROR');
  };
  // Cache the ranks, because every log line needs the rank of its logger.
  const rankByLogger = new Map<string, number>();
  return {
    isLogged: (level, logger) => {
      const rank = rankByLogger.get(logger) ?? rankOf(logger);
      rankByLogger.set(logger, rank);
      return levels.indexOf(level as (typeof levels)[number]) <= rank;
    },
    intervalMs: intervalMs !== undefined && intervalMs > 0 ? intervalMs : undefined,
  };
}

/** Replaces lookups such as `${env:ROOT_LOG_LEVEL:-INFO}` with their defaults. The demo sets none of the variables. */
export const withDefaults = (text: string): string => text.replace(/\$\{[^}]*?:-([^}]*)\}/g, '$1');
