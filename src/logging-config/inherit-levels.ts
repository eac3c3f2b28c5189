import type { ConfiguredLogger, LoggingBackend } from './logging-config.ts';
import { parentOf } from './parent-of.ts';

/** What a file gives a logger itself. */
export type OwnLevel = Pick<ConfiguredLogger, 'level' | 'origin'>;

/** Every logger of a file with the level it has: root first, then by name. `own` has the root's in any case. */
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
