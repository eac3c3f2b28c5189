import type { TaskManager } from '../../flink/responses.ts';
import { countOf } from '../../text/count-of.ts';
import { containerRules } from './container-status.ts';
import type { ClassificationRule, PodClassification } from './pod-status.ts';

/**
 * A TaskManager registers within seconds of its start. Flink allows 5 minutes
 * (resourcemanager.taskmanager-registration.timeout).
 */
const lateAfterMs = 60_000;

/** Rules for TaskManagers. The first match wins. */
export const taskManagerRules: readonly ClassificationRule[] = [
  ...containerRules,
  ({ endedSidecar }) =>
    endedSidecar === undefined
      ? undefined
      : {
          status: 'stopping',
          health: 'warning',
          reason: `container ${endedSidecar} has ended, so Flink deletes the pod`,
        },
  (_, { taskManager }, { idleTimeout }) => taskManager && registered(taskManager, idleTimeout),
  (_, { runningSince = 0 }, { taskManagersReadAt = -1, isRestDenied }) => {
    if (taskManagersReadAt >= runningSince) return undefined;
    if (isRestDenied)
      return { status: 'running', health: 'ok', reason: "slots unknown: no permission to use Flink's REST API" };
    return { status: 'running', health: 'busy', reason: 'registration with Flink not confirmed yet' };
  },
  (_, { lastSlots }) =>
    lastSlots === undefined
      ? undefined
      : {
          status: 'starting',
          health: 'warning',
          reason: 'lost its registration: it will register again or be released',
        },
  (_, { runningSince = Infinity }, { taskManagersReadAt = -1 }) => {
    const isLate = taskManagersReadAt > runningSince + lateAfterMs;
    if (!isLate) return { status: 'starting', health: 'busy', reason: 'process is running, not registered yet' };
    return {
      status: 'never registered',
      health: 'error',
      reason: 'running for more than a minute without registering; Flink allows 5 minutes',
    };
  },
];

function registered({ slots, freeSlots }: TaskManager, idleTimeout: string): PodClassification {
  if (freeSlots === slots) {
    const all = slots === 1 ? 'the only slot is free' : `all ${slots} slots free`;
    return { status: 'idle', health: 'ok', reason: `${all}, released after ${idleTimeout} idle` };
  }
  return { status: 'registered', health: 'ok', reason: `${slots - freeSlots} of ${countOf(slots, 'slot')} in use` };
}
