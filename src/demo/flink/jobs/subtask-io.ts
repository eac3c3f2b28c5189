import type { Job, Vertex } from './job.ts';
import type { Load } from './load.ts';

/** Counters of one attempt of a subtask. Times are in ms. */
export type SubtaskIo = {
  readonly busyMs: number;
  readonly backPressuredMs: number;
  readonly idleMs: number;
  readonly readRecords: number;
  readonly writeRecords: number;
  readonly readBytes: number;
  readonly writeBytes: number;
};

const healthyRecordsPerSecond = 40;
export const bytesPerRecord = 48;

/** Returns the load of a subtask. By default, no subtask is back-pressured. A sink does not count its output. */
export function loadOf(job: Job, vertex: Vertex, subtask: number): Load {
  if (vertex.load) return vertex.load(subtask);
  const index = job.vertices.indexOf(vertex);
  return {
    busyMs: Math.min(1000, 180 + 90 * index + 35 * subtask),
    backPressuredMs: 0,
    recordsIn: vertex.inputs.length === 0 ? 0 : healthyRecordsPerSecond,
    recordsOut: isSink(job, vertex) ? 0 : healthyRecordsPerSecond,
  };
}

const isSink = ({ vertices }: Job, { id }: Vertex): boolean => vertices.every(({ inputs }) => !inputs.includes(id));

/** Returns the counters of every subtask. A subtask counts from RUNNING until it ends, by the clock of the responses. */
export const ioOfSubtasks = (job: Job, vertex: Vertex, now: number): readonly SubtaskIo[] =>
  Array.from({ length: job.spec.parallelism }, (_, subtask) => ioOfSubtask(job, vertex, subtask, now));

function ioOfSubtask(job: Job, vertex: Vertex, subtask: number, now: number): SubtaskIo {
  const { busyMs, backPressuredMs, recordsIn, recordsOut } = loadOf(job, vertex, subtask);
  const ms = Math.floor((vertex.endedAt ?? now) - (vertex.enteredAt.RUNNING ?? now));
  const share = (perSecond: number) => Math.floor((ms * perSecond) / 1000);
  const busy = share(busyMs);
  const backPressured = share(backPressuredMs);
  return {
    busyMs: busy,
    backPressuredMs: backPressured,
    idleMs: ms - busy - backPressured,
    readRecords: share(recordsIn),
    writeRecords: share(recordsOut),
    readBytes: share(recordsIn) * bytesPerRecord,
    writeBytes: share(recordsOut) * bytesPerRecord,
  };
}
