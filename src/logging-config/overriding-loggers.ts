import type { ConfiguredLogger, LevelChange, LoggingConfig } from './logging-config.ts';
import { parentOf } from './parent-of.ts';

/** Returns the more specific loggers that keep a different level, because the file sets a level for them. */
export function overridingLoggers(config: LoggingConfig, change: LevelChange): readonly ConfiguredLogger[] {
  if (change.kind !== 'set') return [];
  const { logger, level } = change;
  const isBelow = (name: string): boolean => {
    for (let parent = name; parent !== 'root'; ) {
      parent = parentOf(config.backend, parent);
      if (parent === logger) return true;
    }
    return false;
  };
  return config.loggers.filter(
    (entry) => entry.origin.kind !== 'parent' && entry.level !== level && isBelow(entry.name),
  );
}
