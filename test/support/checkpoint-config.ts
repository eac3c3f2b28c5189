import type { CheckpointConfig } from '../../src/flink/responses.ts';

/** Flink's default checkpoint configuration with these times. */
export const checkpointConfig = (times: Pick<CheckpointConfig, 'intervalMs' | 'timeoutMs'>): CheckpointConfig => ({
  ...times,
  minPauseMs: 0,
  maxConcurrent: 1,
  isExactlyOnce: true,
  isRetained: false,
  isUnaligned: false,
  tolerableFailures: 0,
  stateBackend: 'HashMapStateBackend',
  storage: 'FileSystemCheckpointStorage',
});
