/** From least to most said. */
const levels = ['OFF', 'FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', 'ALL'] as const;

/** What a logging file says, as the library that reads it takes it. */
export type LogLevels = {
  readonly isLogged: (level: string, logger: string) => boolean;
  /** How often the file is looked at again; undefined for never. */
  readonly intervalMs: number | undefined;
};

/** `byLogger` has the levels that are said, the root's under an empty name. */
export function logLevels(byLogger: ReadonlyMap<string, string>, intervalMs: number | undefined): LogLevels {
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
  /** There are few loggers, and each is asked for with every line. */
  const known = new Map<string, number>();
  return {
    isLogged: (level, logger) => {
      const rank = known.get(logger) ?? rankOf(logger);
      known.set(logger, rank);
      return levels.indexOf(level as (typeof levels)[number]) <= rank;
    },
    intervalMs: intervalMs !== undefined && intervalMs > 0 ? intervalMs : undefined,
  };
}

/** `${env:ROOT_LOG_LEVEL:-INFO}`: nothing is set in these containers, so that it is always the default. */
export const withDefaults = (text: string): string => text.replace(/\$\{[^}]*?:-([^}]*)\}/g, '$1');
