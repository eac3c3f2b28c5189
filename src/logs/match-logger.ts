/** Returns a case-insensitive test that matches loggers by full name, package or class name. */
export function createLoggerMatcher(loggers: readonly string[]): (logger: string | undefined) => boolean {
  if (loggers.length === 0) return () => true;
  const names = loggers.map((name) => name.toLowerCase().replace(/\.?\*?$/, ''));
  const results = new Map<string, boolean>();
  return (logger) => {
    if (logger === undefined) return false;
    const cached = results.get(logger);
    if (cached !== undefined) return cached;
    const name = logger.toLowerCase();
    const matches = names.some(
      (other) =>
        name === other || name.startsWith(`${other}.`) || name.startsWith(`${other}$`) || name.endsWith(`.${other}`),
    );
    results.set(logger, matches);
    return matches;
  };
}
