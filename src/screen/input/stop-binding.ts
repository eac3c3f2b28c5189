import { constants } from 'node:os';
import type { Binding } from './binding.ts';

/** Means the same over every layer, as Ctrl-C does. */
export const stopBinding: Binding = {
  keys: ['ctrl-z'],
  place: 'any',
  help: 'to the background; fg in the shell comes back',
  available: () => 'SIGTSTP' in constants.signals || 'there is no background here: q leaves',
  run: () => process.kill(process.pid, 'SIGTSTP'),
};
