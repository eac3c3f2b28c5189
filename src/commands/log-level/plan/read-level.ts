import { type ConfigLevel, configLevels } from '../../../logging-config/logging-config.ts';
import { nearest } from '../../../text/nearest.ts';
import { CommandError, exitCodes } from '../../record/command-error.ts';

/** The level that a word means, in any case. */
export function readLevel(word: string): ConfigLevel {
  const level = configLevels.find((known) => known === word.toUpperCase());
  if (level !== undefined) return level;
  const [meant] = nearest(word.toUpperCase(), configLevels);
  throw new CommandError(exitCodes.usage, `${word} is no level`, [
    ...(meant === undefined ? [] : [`Did you mean ${meant}?`]),
    `Levels, from silence to everything: ${configLevels.join(', ')}.`,
  ]);
}
