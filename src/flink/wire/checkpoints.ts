import { array, boolean, type InferOutput, nullish, number, object, picklist, pipe, string, transform } from 'valibot';
import type { Checkpoint, CheckpointAttempt, Checkpoints, SavepointStatus } from '../responses.ts';
import { moment } from './schemas.ts';

const checkpoint = object({
  id: number(),
  trigger_timestamp: number(),
  latest_ack_timestamp: moment,
  end_to_end_duration: number(),
  state_size: number(),
  is_savepoint: boolean(),
  external_path: nullish(string()),
});
const failedCheckpoint = object({
  id: number(),
  failure_timestamp: number(),
  failure_message: nullish(string(), ''),
});
const restoredCheckpoint = object({
  id: number(),
  restore_timestamp: number(),
  is_savepoint: nullish(boolean(), false),
  external_path: nullish(string()),
});

/** Common fields of all items of the history, and fields of completed and failed checkpoints. */
export const attemptEntries = {
  id: number(),
  status: string(),
  trigger_timestamp: number(),
  latest_ack_timestamp: moment,
  failure_timestamp: moment,
  end_to_end_duration: moment,
  state_size: nullish(number()),
  checkpointed_size: nullish(number()),
  is_savepoint: nullish(boolean(), false),
  external_path: nullish(string()),
  failure_message: nullish(string()),
};
const attempt = object(attemptEntries);

export const checkpointsSchema = pipe(
  object({
    counts: object({ restored: number(), in_progress: number(), completed: number(), failed: number() }),
    latest: object({
      completed: nullish(checkpoint),
      savepoint: nullish(checkpoint),
      failed: nullish(failedCheckpoint),
      restored: nullish(restoredCheckpoint),
    }),
    history: nullish(array(attempt), []),
  }),
  transform(
    ({ counts, latest, history }): Checkpoints => ({
      enabled: true,
      completed: counts.completed,
      failed: counts.failed,
      inProgress: counts.in_progress,
      restored: counts.restored,
      latestCompleted: toCheckpoint(latest.completed),
      latestSavepoint: toCheckpoint(latest.savepoint),
      latestFailed: latest.failed
        ? { id: latest.failed.id, failedAt: latest.failed.failure_timestamp, message: latest.failed.failure_message }
        : undefined,
      latestRestored: latest.restored
        ? {
            id: latest.restored.id,
            restoredAt: latest.restored.restore_timestamp,
            isSavepoint: latest.restored.is_savepoint,
            path: knownPath(latest.restored.external_path),
          }
        : undefined,
      // Items with a status that flink-tui does not know are left out.
      history: history
        .filter(isKnown)
        .map(toAttempt)
        .sort((a, b) => a.id - b.id),
    }),
  ),
);

function toCheckpoint(wire: InferOutput<typeof checkpoint> | null | undefined): Checkpoint | undefined {
  if (!wire) return undefined;
  return {
    id: wire.id,
    triggeredAt: wire.trigger_timestamp,
    // Only completed checkpoints have a path.
    completedAt: wire.external_path == null ? undefined : wire.latest_ack_timestamp,
    durationMs: wire.end_to_end_duration,
    stateSize: wire.state_size,
    isSavepoint: wire.is_savepoint,
    path: wire.external_path ?? undefined,
  };
}

type Attempt = InferOutput<typeof attempt>;
export const attemptStatuses = ['IN_PROGRESS', 'COMPLETED', 'FAILED'] as const;
type KnownAttempt = Attempt & { readonly status: (typeof attemptStatuses)[number] };

const isKnown = (wire: Attempt): wire is KnownAttempt => attemptStatuses.some((status) => status === wire.status);

export function toAttempt(wire: KnownAttempt): CheckpointAttempt {
  const common = { id: wire.id, triggeredAt: wire.trigger_timestamp, isSavepoint: wire.is_savepoint };
  const sizes = { bytes: undefined, writtenBytes: undefined };
  const open = { ...sizes, endedAt: undefined, durationMs: undefined, path: undefined, message: undefined };
  switch (wire.status) {
    // Flink's duration ends with the newest acknowledgement of a task. It does not grow until the next one.
    case 'IN_PROGRESS':
      return { ...common, ...open, status: 'in-progress' };
    case 'COMPLETED':
      return {
        ...common,
        ...open,
        status: 'completed',
        endedAt: wire.latest_ack_timestamp,
        durationMs: wire.end_to_end_duration,
        bytes: wire.state_size ?? undefined,
        writtenBytes: wire.checkpointed_size ?? undefined,
        path: knownPath(wire.external_path),
      };
    case 'FAILED':
      return {
        ...common,
        ...open,
        status: 'failed',
        endedAt: wire.failure_timestamp,
        durationMs: wire.end_to_end_duration,
        message: wire.failure_message ?? undefined,
      };
  }
}

/** Flink's path of a checkpoint in the memory of the JobManager. */
const notAddressable = '<checkpoint-not-externally-addressable>';

function knownPath(path: string | null | undefined): string | undefined {
  return path === notAddressable ? undefined : (path ?? undefined);
}

export const triggerSchema = pipe(
  object({ 'request-id': string() }),
  transform((wire) => wire['request-id']),
);

/** A failed operation also has the status `COMPLETED`, with a stack trace instead of a path. */
export const savepointStatusSchema = pipe(
  object({
    status: object({ id: picklist(['IN_PROGRESS', 'COMPLETED']) }),
    operation: nullish(
      object({ location: nullish(string()), 'failure-cause': nullish(object({ 'stack-trace': string() })) }),
    ),
  }),
  transform(({ status, operation }): SavepointStatus | { state: 'failed'; trace: string } => {
    if (status.id === 'IN_PROGRESS') return { state: 'in-progress' };
    if (operation?.location != null) return { state: 'completed', path: operation.location };
    return { state: 'failed', trace: operation?.['failure-cause']?.['stack-trace'] ?? '' };
  }),
);
