import { withoutAttempt } from '../../../session/journal/describe-entry.ts';
import type { FailureCause } from '../../../session/journal/entry.ts';
import type { WantedLine } from '../logs/wanted-line.ts';
import type { Moment } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';

/**
 * Returns the log of a pod at a time; undefined if no pod of that name is known. The name of a pod may be used again, so
 * this is the newest pod of that name that existed at that time.
 */
export function logMoment({ snapshot }: ScreenState, name: string | undefined, at: number): Moment | undefined {
  const pod = snapshot?.pods?.findLast((row) => row.name === name && row.createdAt <= at);
  return pod && { viewId: 'logs', uid: pod.uid, at };
}

/** The line of a failure in the logs of its TaskManager and of the JobManager. Both log the task, then the stack trace. */
export function lineOfFailure({ exception, message, task }: FailureCause): WantedLine {
  const start = message.slice(0, maxTextLength);
  return {
    texts: [`${exception}: ${start}`, exception, start].filter((text) => text !== ''),
    head: task && withoutAttempt(task),
  };
}

/** The rest of a long message may be on the next lines. */
const maxTextLength = 100;
