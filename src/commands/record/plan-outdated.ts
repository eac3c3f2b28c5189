import { CommandError, exitCodes } from './command-error.ts';

/** The world has moved under a plan, and nothing was done. The screen shows a new plan and asks again. */
export class PlanOutdated extends CommandError {
  constructor(message: string, hints: readonly string[]) {
    super(exitCodes.failed, message, hints);
  }
}
