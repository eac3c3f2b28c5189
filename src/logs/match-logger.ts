/** Whether a logger is one of these: its full name, a package that it is in, or its class alone, in any case. */
export function loggerMatcher(wanted: readonly string[]): (logger: string | undefined) => boolean {
  if (wanted.length === 0) return () => true;
  const names = wanted.map((name) => name.toLowerCase().replace(/\.?\*?$/, ''));
  const known = new Map<string, boolean>();
  return (logger) => {
    if (logger === undefined) return false;
    const before = known.get(logger);
    if (before !== undefined) return before;
    const name = logger.toLowerCase();
    const matches = names.some(
      (one) => name === one || name.startsWith(`${one}.`) || name.startsWith(`${one}$`) || name.endsWith(`.${one}`),
    );
    known.set(logger, matches);
    return matches;
  };
}
