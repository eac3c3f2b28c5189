import { FlinkError } from '../../flink/error.ts';
import type { CheckpointDetail } from '../../flink/subtask-responses.ts';
import {
  checkpointConfig,
  checkpointDetail,
  checkpointSubtasks,
  checkpoints,
  jobDetail,
  vertexSubtasks,
} from '../readings/flink-readings.ts';
import { type Reading, type Readings, readingOf } from '../readings/reading.ts';
import { type CheckpointParts, checkpointParts, verticesToRead } from './checkpoint-parts.ts';

const once = Number.POSITIVE_INFINITY;
/** The list matters less while one checkpoint is shown. */
const listMs = 10_000;

type Source = { readonly readings: Readings };

/** Returns the readings of the list of checkpoints. */
export function listReadings(jobId: string): readonly Reading<unknown>[] {
  return [checkpoints(jobId), checkpointConfig(jobId)];
}

/**
 * Returns the readings of one checkpoint. While it is in progress, it is polled, and the subtasks of a vertex are read
 * again with each acknowledgement. Afterwards everything is read once.
 */
export function detailReadings(source: Source, jobId: string, checkpointId: number): readonly Reading<unknown>[] {
  const list = [{ ...checkpoints(jobId), intervalMs: listMs }, checkpointConfig(jobId)];
  const reading = checkpointDetail(jobId, checkpointId);
  const { value } = readingOf(source, reading);
  if (value === undefined) return isForgotten(source, jobId, checkpointId) ? list : [...list, reading];
  if (value.status !== 'in-progress')
    return [...list, { ...reading, intervalMs: once }, ...partReadings(source, jobId, value)];
  return [...list, reading, ...partReadings(source, jobId, value)];
}

/** The subtasks of an attempt never move, so their pods are read once for each checkpoint. */
function partReadings(source: Source, jobId: string, detail: CheckpointDetail): readonly Reading<unknown>[] {
  const { value: job } = readingOf(source, jobDetail(jobId));
  return verticesToRead(detail, job?.vertices).flatMap(({ id, acknowledgedSubtasks }) => [
    {
      ...checkpointSubtasks(jobId, detail.id, id),
      intervalMs: once,
      mark: `${detail.status} ${acknowledgedSubtasks}`,
    },
    { ...vertexSubtasks(jobId, id), intervalMs: once, mark: `checkpoint ${detail.id}` },
  ]);
}

/** Whether Flink no longer has a checkpoint. Besides its history, it keeps the newest one of each kind. */
export function isForgotten(source: Source, jobId: string, checkpointId: number): boolean {
  const { failure } = readingOf(source, checkpointDetail(jobId, checkpointId));
  const { value } = readingOf(source, checkpoints(jobId));
  if (value?.enabled !== true) return failure instanceof FlinkError && failure.kind === 'not-found';
  const { history, latestCompleted, latestSavepoint, latestFailed } = value;
  const kept = [...history, latestCompleted, latestSavepoint, latestFailed];
  return kept.every((checkpoint) => checkpoint?.id !== checkpointId);
}

/** Returns the parts of a checkpoint, as far as they are read. */
export function partsOf(source: Source, jobId: string, detail: CheckpointDetail): CheckpointParts {
  return checkpointParts(detail, readingOf(source, jobDetail(jobId)).value?.vertices, {
    subtasks: (vertexId) => readingOf(source, checkpointSubtasks(jobId, detail.id, vertexId)).value,
    places: (vertexId) => readingOf(source, vertexSubtasks(jobId, vertexId)).value,
  });
}
