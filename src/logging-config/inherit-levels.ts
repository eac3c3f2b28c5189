import type { ConfiguredLogger, LoggingBackend } from './logging-config.ts';
import { parentOf } from './parent-of.ts';

/** Level that the file sets for a logger itself. */
export type OwnLevel = Pick<ConfiguredLogger, 'level' | 'origin'>;

/** Returns all loggers of a file with their effective levels: root first, then by name. `own` must contain the root. */
export function inheritLevels(
  backend: LoggingBackend,
  own: ReadonlyMap<string, OwnLevel | undefined>,
): readonly ConfiguredLogger[] {
  const withLevel = (name: string): ConfiguredLogger => {
    const found = own.get(name);
    if (found) return { name, ...found };
    let logger = parentOf(backend, name);
    while (logger !== 'root' && !own.get(logger)) logger = parentOf(backend, logger);
    return { name, level: own.get(logger)?.level, origin: { kind: 'parent', logger } };
  };
  return [...own.keys()].sort((a, b) => Number(b === 'root') - Number(a === 'root') || (a < b ? -1 : 1)).map(withLevel);
}
