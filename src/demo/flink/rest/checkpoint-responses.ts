import { type Checkpoint, countInProgress } from '../jobs/checkpoint.ts';
import type { Job } from '../jobs/job.ts';

export function checkpointsResponse(job: Job) {
  const { checkpoints: statistics } = job;
  const { restored, completed, failed, history, latestRestored } = statistics;
  const finished = history.filter(({ status }) => status === 'COMPLETED');
  const sizes = summary(finished.map(({ size }) => size));
  const zeros = summary(finished.map(() => 0));
  const running = countInProgress(statistics);
  const toResponse = (checkpoint: Checkpoint | undefined) => (checkpoint ? checkpointResponse(job, checkpoint) : null);
  return {
    counts: { restored, total: completed + failed + running, in_progress: running, completed, failed },
    summary: {
      checkpointed_size: sizes,
      state_size: sizes,
      end_to_end_duration: summary(finished.map(duration)),
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

/** -1 until a task has acknowledged the checkpoint, or the checkpoint has ended. */
const duration = ({ triggeredAt, endedAt }: Checkpoint): number =>
  endedAt === undefined ? -1 : Math.floor(endedAt) - Math.floor(triggeredAt);

const noInterval = 2 ** 63;

/** A streaming job without periodic checkpoints has the interval `Long.MAX_VALUE`. */
export function checkpointConfigResponse({ spec }: Job) {
  const isPeriodic = spec.checkpointEveryMs !== undefined;
  return {
    mode: isPeriodic ? 'exactly_once' : 'at_least_once',
    interval: spec.checkpointEveryMs ?? noInterval,
    timeout: 600_000,
    min_pause: 0,
    max_concurrent: 1,
    externalization: { enabled: false, delete_on_cancellation: true },
    state_backend: 'HashMapStateBackend',
    checkpoint_storage: 'FileSystemCheckpointStorage',
    unaligned_checkpoints: false,
    tolerable_failed_checkpoints: 0,
    aligned_checkpoint_timeout: 0,
    checkpoints_after_tasks_finish: true,
    state_changelog_enabled: false,
    changelog_periodic_materialization_interval: 600_000,
    changelog_storage: 'memory',
  };
}

function checkpointResponse(job: Job, checkpoint: Checkpoint) {
  const { id, type, status, format, triggeredAt, endedAt, size } = checkpoint;
  const subtasks = job.vertices.length * job.spec.parallelism;
  const isDone = status === 'COMPLETED';
  return {
    className: status.toLowerCase(),
    id,
    status,
    is_savepoint: type !== 'CHECKPOINT',
    savepointFormat: format ?? null,
    trigger_timestamp: Math.floor(triggeredAt),
    latest_ack_timestamp: isDone && endedAt !== undefined ? Math.floor(endedAt) : -1,
    checkpointed_size: size,
    state_size: size,
    end_to_end_duration: duration(checkpoint),
    alignment_buffered: 0,
    processed_data: 0,
    persisted_data: 0,
    num_subtasks: subtasks,
    num_acknowledged_subtasks: isDone ? subtasks : 0,
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
