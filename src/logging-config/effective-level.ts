import type { ConfiguredLogger, LevelOrigin, LoggingConfig } from './logging-config.ts';
import { parentOf } from './parent-of.ts';

/**
 * Returns the own level of a logger, or the level of its nearest configured parent. The file need not configure the
 * logger.
 */
export function effectiveLevel(
  { backend, loggers }: LoggingConfig,
  logger: string,
): { readonly level: ConfiguredLogger['level']; readonly origin: LevelOrigin } {
  const byName = new Map(loggers.map((entry) => [entry.name, entry]));
  const known = byName.get(logger);
  if (known) return { level: known.level, origin: known.origin };
  let parent = parentOf(backend, logger);
  while (parent !== 'root' && !byName.has(parent)) parent = parentOf(backend, parent);
  const source = byName.get(parent);
  const isInherited = source?.origin.kind === 'parent';
  return { level: source?.level, origin: isInherited ? source.origin : { kind: 'parent', logger: parent } };
}
