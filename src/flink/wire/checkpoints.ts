import { boolean, type InferOutput, nullish, number, object, picklist, pipe, string, transform } from 'valibot';
import type { Checkpoint, Checkpoints, SavepointStatus } from '../responses.ts';
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

export const checkpointsSchema = pipe(
  object({
    counts: object({ restored: number(), in_progress: number(), completed: number(), failed: number() }),
    latest: object({
      completed: nullish(checkpoint),
      savepoint: nullish(checkpoint),
      failed: nullish(failedCheckpoint),
    }),
  }),
  transform(
    ({ counts, latest }): Checkpoints => ({
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
