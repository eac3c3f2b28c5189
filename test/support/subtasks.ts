import type { Subtask } from '../../src/flink/subtask-responses.ts';

/** A running subtask that has done nothing. */
export function subtaskOf(part: Partial<Subtask> = {}): Subtask {
  return {
    index: 0,
    attempt: 0,
    status: 'RUNNING',
    pod: 'my-first-flink-cluster-taskmanager-1-1',
    startedAt: Date.now() - 3_600_000,
    endedAt: undefined,
    busyMs: 0,
    idleMs: 0,
    backPressuredMs: 0,
    readRecords: 0,
    writeRecords: 0,
    readBytes: 0,
    writeBytes: 0,
    isComplete: true,
    ...part,
  };
}
