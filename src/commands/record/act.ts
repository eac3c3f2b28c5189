import type { ActOutcome } from '../../session/journal/entry.ts';
import type { Command, Failure, Plan, Summary } from './command.ts';
import { exitCodeOf, exitCodes } from './command-error.ts';
import { describeError } from './describe-error.ts';

/** Whether the run changes something. Every frontend records it in the journal. */
export function isAct({ render }: Command, plan: Plan): boolean {
  return render.summary !== undefined && plan.isReadOnly !== true;
}

export function actTitle({ title, shortTitle = title }: Plan): string {
  return shortTitle;
}

/** How the run of a command ended. */
export type RunEnd = {
  readonly outcome: ActOutcome;
  /** The most important first: the message of a failure, or a path. */
  readonly details: readonly string[];
};

/** Returns the end of a run that returned a result. */
export function endOfResult(
  command: Command,
  result: unknown,
  elapsedMs: number,
): RunEnd & { readonly summary: Summary | undefined; readonly failure: Failure | undefined } {
  const failure = command.failure?.(result);
  const summary = command.render.summary?.(result, elapsedMs);
  const outcome = failure === undefined ? 'done' : summary === undefined ? failedOutcome(failure.exitCode) : 'partial';
  const details = [...(failure === undefined ? [] : [failure.message]), ...(summary?.details ?? [])];
  return { outcome, details, summary, failure };
}

/** Returns the end of a run that threw an error. */
export function endOfError(error: unknown): RunEnd {
  const { message, reason = message } = describeError(error);
  return { outcome: failedOutcome(exitCodeOf(error)), details: [reason] };
}

function failedOutcome(exitCode: number): ActOutcome {
  return exitCode === exitCodes.interrupted ? 'interrupted' : 'failed';
}
