import type { ConfiguredLogger, LevelChange, LoggingConfig } from './logging-config.ts';
import { parentOf } from './parent-of.ts';

/** The more specific loggers that keep another level, because they have one of their own in the file. */
export function hiddenBy(config: LoggingConfig, change: LevelChange): readonly ConfiguredLogger[] {
  if (change.kind !== 'set') return [];
  const { logger, level } = change;
  const isBelow = (name: string): boolean => {
    for (let above = name; above !== 'root'; ) {
      above = parentOf(config.backend, above);
      if (above === logger) return true;
    }
    return false;
  };
  return config.loggers.filter((one) => one.origin.kind !== 'parent' && one.level !== level && isBelow(one.name));
}
