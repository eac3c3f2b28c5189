import { printable } from '../../text/printable.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';

/** Reads the number of a checkpoint: `42`, or `#42` as on the screen. */
export function readCheckpointId(text: string): number {
  const [, digits] = /^#?(\d{1,15})$/.exec(text) ?? [];
  if (digits !== undefined) return Number(digits);
  throw new CommandError(exitCodes.usage, `invalid checkpoint '${printable(text)}': must be a number`, [
    'Run checkpoints JOB to list the checkpoints',
  ]);
}
