import type { TaskManager } from '../../flink/answers.ts';
import { containerRules } from './container-status.ts';
import type { ClassificationRule, PodClassification } from './pod-status.ts';

/** A TaskManager registers within seconds of its start; Flink itself gives it five minutes (flink.md 6). */
const lateAfterMs = 60_000;

/** First match. */
export const taskManagerRules: readonly ClassificationRule[] = [
  ...containerRules,
  ({ endedSidecar }) =>
    endedSidecar === undefined
      ? undefined
      : {
          status: 'stopping',
          health: 'warning',
          reason: `its container ${endedSidecar} has ended, so that Flink gives the pod up`,
        },
  (_, { taskManager }, { idleTimeout }) => taskManager && registered(taskManager, idleTimeout),
  (_, { runningSince = 0 }, { taskManagersAnsweredAt = -1, isRestDenied }) => {
    if (taskManagersAnsweredAt >= runningSince) return undefined;
    if (isRestDenied)
      return { status: 'running', health: 'ok', reason: "its slots are not known: Flink's REST API is not allowed" };
    return { status: 'running', health: 'busy', reason: 'Flink has not told yet whether it is registered' };
  },
  (_, { lastSlots }) =>
    lastSlots === undefined
      ? undefined
      : {
          status: 'starting',
          health: 'warning',
          reason: 'it was registered and is not now: it registers again, or Flink lets it go',
        },
  (_, { runningSince = Infinity }, { taskManagersAnsweredAt = -1 }) => {
    const isLate = taskManagersAnsweredAt > runningSince + lateAfterMs;
    if (!isLate) return { status: 'starting', health: 'busy', reason: 'its process runs, it has not registered yet' };
    return {
      status: 'never registered',
      health: 'error',
      reason:
        'its process runs for more than a minute and has not registered with the JobManager; Flink gives it 5 minutes',
    };
  },
];

function registered({ slots, freeSlots }: TaskManager, idleTimeout: string): PodClassification {
  if (freeSlots === slots) {
    const all = slots === 1 ? 'its only slot is free' : `all ${slots} slots free`;
    return { status: 'idle', health: 'ok', reason: `${all}, released after ${idleTimeout} of idleness` };
  }
  return { status: 'registered', health: 'ok', reason: `${slots - freeSlots} of ${slots} slots in use` };
}
