import type { TaskManager } from '../../flink/answers.ts';
import { containerRules } from './container-standing.ts';
import type { Standing, StandingRule } from './standing.ts';

/** A TaskManager registers within seconds of its start; Flink itself gives it five minutes (flink.md 6). */
const lateAfterMs = 60_000;

/** First match. */
export const taskManagerRules: readonly StandingRule[] = [
  ...containerRules,
  ({ endedSidecar }) =>
    endedSidecar === undefined
      ? undefined
      : {
          word: 'stopping',
          health: 'warning',
          why: `its container ${endedSidecar} has ended, so that Flink gives the pod up`,
        },
  (_, { taskManager }, { idleTimeout }) => taskManager && registered(taskManager, idleTimeout),
  (_, { runningSince = 0 }, { taskManagersAnsweredAt = -1, isRestDenied }) => {
    if (taskManagersAnsweredAt >= runningSince) return undefined;
    if (isRestDenied)
      return { word: 'running', health: 'ok', why: "its slots are not known: Flink's REST API is not allowed" };
    return { word: 'running', health: 'busy', why: 'Flink has not told yet whether it is registered' };
  },
  (_, { lastSlots }) =>
    lastSlots === undefined
      ? undefined
      : {
          word: 'starting',
          health: 'warning',
          why: 'it was registered and is not now: it registers again, or Flink lets it go',
        },
  (_, { runningSince = Infinity }, { taskManagersAnsweredAt = -1 }) => {
    const isLate = taskManagersAnsweredAt > runningSince + lateAfterMs;
    if (!isLate) return { word: 'starting', health: 'busy', why: 'its process runs, it has not registered yet' };
    return {
      word: 'never registered',
      health: 'error',
      why: 'its process runs for more than a minute and has not registered with the JobManager; Flink gives it 5 minutes',
    };
  },
];

function registered({ slots, freeSlots }: TaskManager, idleTimeout: string): Standing {
  if (freeSlots === slots) {
    const all = slots === 1 ? 'its only slot is free' : `all ${slots} slots free`;
    return { word: 'idle', health: 'ok', why: `${all}, released after ${idleTimeout} of idleness` };
  }
  return { word: 'registered', health: 'ok', why: `${slots - freeSlots} of ${slots} slots in use` };
}
