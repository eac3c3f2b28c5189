import { exitCodeOf } from '../../commands/record/command-error.ts';
import { describeError } from '../../commands/record/describe-error.ts';
import type { Screen } from './screen.ts';

/** Closes the screen. The error and its hints are printed in the restored terminal. */
export function exitWithError(screen: Screen, error: unknown): void {
  if (screen.signal.aborted) return;
  screen.log(error);
  const { message, hints } = describeError(error);
  screen.exit({ exitCode: exitCodeOf(error), lines: [message, ...hints] });
}
