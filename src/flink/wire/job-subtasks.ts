import { array, boolean, literal, nullish, number, object, pipe, string, transform, union } from 'valibot';
import type { Subtask } from '../subtask-responses.ts';
import { moment, unassigned } from './schemas.ts';

/** Flink sends the busy time as a double. JSON has no NaN, so Flink sends NaN as a string. */
const busyTime = pipe(
  nullish(union([number(), literal('NaN')])),
  transform((busy) => (typeof busy === 'number' ? busy : undefined)),
);
const count = nullish(number(), 0);
const isComplete = nullish(boolean(), false);

const subtask = pipe(
  object({
    subtask: number(),
    attempt: number(),
    status: string(),
    'taskmanager-id': nullish(string(), unassigned),
    'start-time': moment,
    'end-time': moment,
    metrics: object({
      'accumulated-busy-time': busyTime,
      'accumulated-idle-time': count,
      'accumulated-backpressured-time': count,
      'read-records': count,
      'read-records-complete': isComplete,
      'write-records': count,
      'write-records-complete': isComplete,
      'read-bytes': count,
      'read-bytes-complete': isComplete,
      'write-bytes': count,
      'write-bytes-complete': isComplete,
    }),
  }),
  transform(({ metrics, ...wire }): Subtask => {
    const pod = wire['taskmanager-id'];
    return {
      index: wire.subtask,
      attempt: wire.attempt,
      status: wire.status,
      pod: pod === unassigned ? undefined : pod,
      startedAt: wire['start-time'],
      endedAt: wire['end-time'],
      busyMs: metrics['accumulated-busy-time'],
      idleMs: metrics['accumulated-idle-time'],
      backPressuredMs: metrics['accumulated-backpressured-time'],
      readRecords: metrics['read-records'],
      writeRecords: metrics['write-records'],
      readBytes: metrics['read-bytes'],
      writeBytes: metrics['write-bytes'],
      isComplete:
        metrics['read-records-complete'] &&
        metrics['write-records-complete'] &&
        metrics['read-bytes-complete'] &&
        metrics['write-bytes-complete'],
    };
  }),
);

export const subtasksSchema = pipe(
  object({ subtasks: array(subtask) }),
  transform(({ subtasks }): readonly Subtask[] => subtasks),
);
