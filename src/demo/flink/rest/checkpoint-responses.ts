import { largest } from '../../../text/largest.ts';
import { acknowledged, type Checkpoint, countInProgress, sizeOf } from '../jobs/checkpoint.ts';
import { defaultTimeoutMs } from '../jobs/checkpoint-coordinator.ts';
import type { Job } from '../jobs/job.ts';
import type { RestContext } from './route.ts';

export function checkpointsResponse(job: Job, { clock }: RestContext) {
  const { checkpoints: statistics } = job;
  const { restored, completed, failed, history, latestRestored } = statistics;
  const finished = history.filter(({ status }) => status === 'COMPLETED');
  const sizes = summary(finished.map(sizeOf));
  const zeros = summary(finished.map(() => 0));
  const running = countInProgress(statistics);
  const now = clock.now();
  const toResponse = (checkpoint: Checkpoint | undefined) =>
    checkpoint ? checkpointResponse(job, checkpoint, now) : null;
  return {
    counts: { restored, total: completed + failed + running, in_progress: running, completed, failed },
    summary: {
      checkpointed_size: sizes,
      state_size: sizes,
      end_to_end_duration: summary(
        finished.map(({ triggeredAt, endedAt = triggeredAt }) => Math.floor(endedAt) - Math.floor(triggeredAt)),
      ),
      alignment_buffered: zeros,
      processed_data: zeros,
      persisted_data: zeros,
    },
    latest: {
      completed: toResponse(statistics.latestCompleted),
      savepoint: toResponse(statistics.latestSavepoint),
      failed: toResponse(statistics.latestFailed),
      restored: latestRestored
        ? {
            id: latestRestored.checkpoint.id,
            restore_timestamp: Math.floor(latestRestored.at),
            is_savepoint: false,
            external_path: latestRestored.checkpoint.path,
          }
        : null,
    },
    history: history.map(toResponse),
  };
}

const noInterval = 2 ** 63;

/** A streaming job without periodic checkpoints has the interval `Long.MAX_VALUE`. */
export function checkpointConfigResponse({ spec }: Job, { settings }: RestContext) {
  const isPeriodic = spec.checkpointEveryMs !== undefined;
  const { timeoutMs = defaultTimeoutMs, tolerableFailures = 0 } = spec.checkpoints ?? {};
  return {
    mode: isPeriodic ? 'exactly_once' : 'at_least_once',
    interval: spec.checkpointEveryMs ?? noInterval,
    timeout: timeoutMs,
    min_pause: 0,
    max_concurrent: 1,
    externalization: { enabled: false, delete_on_cancellation: true },
    state_backend: 'HashMapStateBackend',
    checkpoint_storage: settings.hasSavepointDirectory ? 'FileSystemCheckpointStorage' : 'JobManagerCheckpointStorage',
    unaligned_checkpoints: false,
    tolerable_failed_checkpoints: tolerableFailures,
    aligned_checkpoint_timeout: 0,
    checkpoints_after_tasks_finish: true,
    state_changelog_enabled: false,
    changelog_periodic_materialization_interval: 600_000,
    changelog_storage: 'memory',
  };
}

export function checkpointResponse(job: Job, checkpoint: Checkpoint, now: number) {
  const { id, type, status, format, triggeredAt, endedAt } = checkpoint;
  const subtasks = checkpoint.vertices.flatMap((vertex) => vertex.subtasks);
  const acks = acknowledged(checkpoint, subtasks, now);
  const size = acks.reduce((sum, ack) => sum + ack.size, 0);
  const latestAckAt = acks.length === 0 ? -1 : Math.floor(largest(acks.map(({ ackAt }) => ackAt)));
  const isDone = status === 'COMPLETED';
  // The duration of a checkpoint in progress ends with the newest acknowledgement.
  const endAt = status === 'FAILED' ? Math.floor(endedAt ?? triggeredAt) : latestAckAt;
  return {
    className: status.toLowerCase(),
    id,
    status,
    is_savepoint: type !== 'CHECKPOINT',
    savepointFormat: format ?? null,
    trigger_timestamp: Math.floor(triggeredAt),
    latest_ack_timestamp: latestAckAt,
    checkpointed_size: size,
    state_size: size,
    end_to_end_duration: endAt === -1 ? -1 : endAt - Math.floor(triggeredAt),
    alignment_buffered: 0,
    processed_data: 0,
    persisted_data: 0,
    num_subtasks: subtasks.length,
    num_acknowledged_subtasks: acks.length,
    checkpoint_type: type,
    tasks: {},
    ...(isDone && {
      external_path: checkpoint.path,
      discarded: type === 'CHECKPOINT' && checkpoint !== job.checkpoints.latestCompleted,
    }),
    ...(status === 'FAILED' && {
      failure_timestamp: Math.floor(endedAt ?? triggeredAt),
      failure_message: checkpoint.failure,
    }),
  };
}

/** Summarises values as Flink does. Quantiles of an empty list are the string `NaN`. */
function summary(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (fraction: number) =>
    sorted.length === 0 ? 'NaN' : sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))];
  const sum = sorted.reduce((total, value) => total + value, 0);
  return {
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    avg: sorted.length === 0 ? 0 : Math.floor(sum / sorted.length),
    p50: quantile(0.5),
    p90: quantile(0.9),
    p95: quantile(0.95),
    p99: quantile(0.99),
    p999: quantile(0.999),
  };
}
