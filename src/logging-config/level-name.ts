import { type ConfigLevel, configLevels } from './logging-config.ts';

/** A level by its name in any case, as both libraries take it; undefined for any other word. */
export function levelName(text: string): ConfigLevel | undefined {
  const upper = text.trim().toUpperCase();
  return configLevels.find((level) => level === upper);
}
