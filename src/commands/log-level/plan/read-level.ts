import { type ConfigLevel, configLevels } from '../../../logging-config/logging-config.ts';
import { nearest } from '../../../text/nearest.ts';
import { CommandError, exitCodes } from '../../record/command-error.ts';

/** Parses a level, ignoring case. Throws a CommandError with exit code 2 if it is invalid. */
export function readLevel(text: string): ConfigLevel {
  const level = configLevels.find((known) => known === text.toUpperCase());
  if (level !== undefined) return level;
  const [suggestion] = nearest(text.toUpperCase(), configLevels);
  throw new CommandError(exitCodes.usage, `invalid level '${text}'`, [
    ...(suggestion === undefined ? [] : [`Did you mean ${suggestion}?`]),
    `Levels: ${configLevels.join(', ')}`,
  ]);
}
