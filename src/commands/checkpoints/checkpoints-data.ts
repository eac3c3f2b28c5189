import type { CheckpointConfig, Checkpoints } from '../../flink/responses.ts';
import type { CheckpointDetail } from '../../flink/subtask-responses.ts';
import { type ListedCheckpoint, statusOf, typeOf } from '../../session/jobs/checkpoint-list.ts';
import type { NamedVertex, SlowSubtask, SubtaskPlace } from '../../session/jobs/checkpoint-parts.ts';
import { longestPhase } from '../../session/jobs/checkpoint-phases.ts';
import { takesCheckpoints } from '../../session/jobs/checkpoint-settings.ts';
import { type CheckpointTrends, percentPerHour, trendTexts } from '../../session/jobs/checkpoint-trend.ts';
import type { Trend } from '../../session/jobs/measured-trend.ts';
import { isoTime } from '../../text/utc-time.ts';
import { lastSeenData } from '../ended-jobs/last-seen-data.ts';
import type { JobCheckpoints, OneCheckpoint } from './read-checkpoints.ts';

const timeData = (at: number | undefined): string | null => (at === undefined ? null : isoTime(at));
const jobData = ({ id, name }: JobCheckpoints['job']) => ({ id, name });

/** The checkpoints of a job as JSON. */
export function checkpointsData({
  job,
  ended,
  statistics,
  config,
  checkpoints,
  trends,
  notes,
}: JobCheckpoints): unknown {
  return {
    job: jobData(job),
    enabled: takesCheckpoints(statistics, config) ?? null,
    ...countsData(statistics),
    config: config === undefined ? null : configData(config),
    trend: trendsData(trends),
    checkpoints: checkpoints.map(checkpointData),
    notes,
    lastSeen: lastSeenData(ended),
  };
}

function countsData(statistics: Checkpoints | undefined) {
  if (statistics?.enabled !== true) return { counts: null, restoredFrom: null };
  const { completed, failed, inProgress, restored, latestRestored: from } = statistics;
  return {
    counts: { completed, failed, inProgress, restored },
    restoredFrom:
      from === undefined ? null : { ...from, restoredAt: timeData(from.restoredAt), path: from.path ?? null },
  };
}

/** Settings that Flink does not state are null. */
function configData({
  intervalMs = null,
  minPauseMs = null,
  maxConcurrent = null,
  tolerableFailures = null,
  stateBackend = null,
  storage = null,
  ...config
}: Nullable<CheckpointConfig>) {
  return { ...config, intervalMs, minPauseMs, maxConcurrent, tolerableFailures, stateBackend, storage };
}
type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };

function trendsData(trends: CheckpointTrends) {
  const { size, duration, failedInRow, overdue } = trends;
  return {
    text: trendTexts(trends).map(({ text }) => text),
    size: size === undefined ? null : trendData(size),
    duration: duration === undefined ? null : trendData(duration),
    failedInRow,
    noneCompletedFor: overdue === undefined ? null : { ms: overdue.sinceMs, intervals: overdue.intervals },
  };
}

/** `perHour`, `first` and `last` are bytes or ms. */
function trendData(trend: Trend) {
  const { direction, perHour, first, last, count } = trend;
  return {
    direction,
    perHour: Math.round(perHour),
    percentPerHour: percentPerHour(trend) ?? null,
    first: first.value,
    last: last.value,
    since: timeData(first.at),
    until: timeData(last.at),
    checkpoints: count,
  };
}

function checkpointData(checkpoint: ListedCheckpoint | CheckpointDetail) {
  const { id, durationMs, bytes, writtenBytes, path, message } = checkpoint;
  return {
    id,
    type: typeOf(checkpoint),
    status: statusOf(checkpoint),
    triggeredAt: timeData(checkpoint.triggeredAt),
    endedAt: timeData(checkpoint.endedAt),
    durationMs: durationMs ?? null,
    bytes: bytes ?? null,
    writtenBytes: writtenBytes ?? null,
    path: path ?? null,
    message: message ?? null,
  };
}

/** One checkpoint as JSON. Parts are null if Flink no longer keeps the checkpoint. */
export function oneCheckpointData({ job, detail, listed, config, parts, notes }: OneCheckpoint): unknown {
  const known = detail ?? listed;
  return {
    job: jobData(job),
    ...(known === undefined ? {} : checkpointData(known)),
    timeoutMs: config?.timeoutMs ?? null,
    acknowledged: detail?.acknowledgedSubtasks ?? null,
    subtasks: detail?.subtasks ?? null,
    vertices: parts?.vertices.map(vertexData) ?? null,
    unacknowledged: parts?.unacknowledged.map(placeData) ?? null,
    slowestSubtasks: parts?.slowest.map(slowData) ?? null,
    notes,
  };
}

const vertexData = ({ id, name, acknowledgedSubtasks, subtasks, durationMs, bytes, writtenBytes }: NamedVertex) => ({
  id,
  name,
  acknowledged: acknowledgedSubtasks,
  subtasks,
  durationMs: durationMs ?? null,
  bytes,
  writtenBytes,
});

const placeData = ({ vertexId, vertex, index, pod, hasRestarted }: SubtaskPlace) => ({
  vertexId,
  vertex,
  subtask: index + 1,
  pod: pod ?? null,
  hasRestartedSince: hasRestarted,
});

const slowData = (subtask: SlowSubtask) => ({
  ...placeData(subtask),
  acknowledgedAt: timeData(subtask.ackAt),
  endToEndMs: subtask.endToEndMs,
  startDelayMs: subtask.startDelayMs ?? null,
  alignmentMs: subtask.alignmentMs ?? null,
  syncMs: subtask.syncMs ?? null,
  asyncMs: subtask.asyncMs ?? null,
  phase: longestPhase(subtask)?.name ?? null,
  bytes: subtask.bytes,
});
