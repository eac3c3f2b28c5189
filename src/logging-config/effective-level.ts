import type { ConfiguredLogger, LevelOrigin, LoggingConfig } from './logging-config.ts';
import { parentOf } from './parent-of.ts';

/** The level of any logger, in the file or not: its own, or that of the nearest one above it that has one. */
export function effectiveLevel(
  { backend, loggers }: LoggingConfig,
  logger: string,
): { readonly level: ConfiguredLogger['level']; readonly origin: LevelOrigin } {
  const byName = new Map(loggers.map((one) => [one.name, one]));
  const known = byName.get(logger);
  if (known) return { level: known.level, origin: known.origin };
  let above = parentOf(backend, logger);
  while (above !== 'root' && !byName.has(above)) above = parentOf(backend, above);
  const from = byName.get(above);
  const isInherited = from?.origin.kind === 'parent';
  return { level: from?.level, origin: isInherited ? from.origin : { kind: 'parent', logger: above } };
}
