/** From least to most verbose. */
const levels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'] as const;

/** The levels of a logging configuration file, as log4j or logback applies them. */
export type LogLevels = {
  readonly isLogged: (level: string, logger: string) => boolean;
  /** Interval between checks of the file for changes; undefined if it is never reloaded. */
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
  // A cache, because every log line needs a rank.
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
