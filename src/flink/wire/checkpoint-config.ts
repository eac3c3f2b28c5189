import { boolean, nullish, number, object, pipe, string, transform } from 'valibot';
import type { CheckpointConfig } from '../responses.ts';
import { moment } from './schemas.ts';

export const checkpointConfigSchema = pipe(
  object({
    mode: nullish(string()),
    interval: number(),
    timeout: number(),
    min_pause: moment,
    max_concurrent: moment,
    externalization: nullish(object({ enabled: boolean(), delete_on_cancellation: boolean() })),
    state_backend: nullish(string()),
    checkpoint_storage: nullish(string()),
    unaligned_checkpoints: nullish(boolean(), false),
    tolerable_failed_checkpoints: moment,
  }),
  transform(
    (wire): CheckpointConfig => ({
      // Without periodic checkpoints, Flink's interval is `Long.MAX_VALUE`.
      intervalMs: wire.interval > Number.MAX_SAFE_INTEGER ? undefined : wire.interval,
      timeoutMs: wire.timeout,
      minPauseMs: wire.min_pause,
      maxConcurrent: wire.max_concurrent,
      isExactlyOnce: wire.mode === 'exactly_once',
      isRetained: wire.externalization?.enabled === true && !wire.externalization.delete_on_cancellation,
      isUnaligned: wire.unaligned_checkpoints,
      tolerableFailures: wire.tolerable_failed_checkpoints,
      stateBackend: wire.state_backend ?? undefined,
      storage: wire.checkpoint_storage ?? undefined,
    }),
  ),
);
