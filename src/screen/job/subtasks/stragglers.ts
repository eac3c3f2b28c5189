import { failedInRow } from '../../../diagnosis/failed-checkpoints.ts';
import type { JobVertex } from '../../../flink/responses.ts';
import type { CheckpointSubtask } from '../../../flink/subtask-responses.ts';
import { checkpointDetail, checkpointSubtasks, checkpoints } from '../../../session/readings/flink-readings.ts';
import { type Reading, readingOf } from '../../../session/readings/reading.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { ScreenState } from '../../state/screen-state.ts';

/** Subtasks that did not acknowledge a failed checkpoint. */
export type Stragglers = { readonly checkpointId: number; readonly indexes: ReadonlySet<number> };

/**
 * Returns the subtasks of a vertex because of which checkpoints fail; undefined if none failed since the last completed
 * one, or if another vertex is the reason. While the newest failed checkpoint is not read yet, the one before counts.
 */
export function stragglersOf(state: ScreenState, jobId: string, vertex: JobVertex): Stragglers | undefined {
  for (const id of failedCheckpoints(state, jobId).toReversed()) {
    const late = firstLateVertex(state, jobId, id);
    if (late === undefined) continue;
    if (late !== vertex.id) return undefined;
    const value = state.snapshot && readingOf(state.snapshot, checkpointSubtasks(jobId, id, late)).value;
    if (value !== undefined) return pendingSubtasks(id, value);
  }
  return undefined;
}

const pendingSubtasks = rememberLast(
  (checkpointId: number, subtasks: readonly CheckpointSubtask[]): Stragglers => ({
    checkpointId,
    indexes: new Set(subtasks.filter(({ state }) => state === 'pending').map(({ index }) => index)),
  }),
);

/** A failed checkpoint does not change, so one request for each of its parts is enough. */
export function stragglerReadings(state: ScreenState, jobId: string, vertex: JobVertex): readonly Reading<unknown>[] {
  const newest = failedCheckpoints(state, jobId).at(-1);
  if (newest === undefined) return [];
  const once = { intervalMs: Number.POSITIVE_INFINITY };
  const detail = { ...checkpointDetail(jobId, newest), ...once };
  if (firstLateVertex(state, jobId, newest) !== vertex.id) return [detail];
  return [detail, { ...checkpointSubtasks(jobId, newest, vertex.id), ...once }];
}

/** Returns the ids of the failed checkpoints since the last completed one, oldest first. */
function failedCheckpoints({ snapshot }: ScreenState, jobId: string): readonly number[] {
  const read = snapshot && readingOf(snapshot, checkpoints(jobId)).value;
  return read?.enabled === true ? failedInRow(read.history).map(({ id }) => id) : [];
}

/**
 * Returns the id of the first vertex in topological order that did not acknowledge a checkpoint: the vertices after it are
 * late because of it. undefined if the checkpoint is not read.
 */
function firstLateVertex({ snapshot }: ScreenState, jobId: string, checkpointId: number): string | undefined {
  const detail = snapshot && readingOf(snapshot, checkpointDetail(jobId, checkpointId)).value;
  const late = detail?.vertices.filter(({ acknowledgedSubtasks, subtasks }) => acknowledgedSubtasks < subtasks) ?? [];
  const inOrder = snapshot?.loads.get(jobId)?.detail.vertices ?? [];
  return inOrder.find(({ id }) => late.some((vertex) => vertex.id === id))?.id;
}
