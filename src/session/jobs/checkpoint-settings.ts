import type { CheckpointConfig, Checkpoints } from '../../flink/responses.ts';
import { countOf } from '../../text/count-of.ts';
import { formatSeconds } from '../../text/duration.ts';

/**
 * Returns whether a job takes checkpoints; undefined if it is unknown. Flink's statistics are also enabled for a streaming
 * job without an interval, which takes savepoints only.
 */
export function takesCheckpoints(
  statistics: Checkpoints | undefined,
  config: CheckpointConfig | undefined,
): boolean | undefined {
  if (statistics?.enabled === false || (config !== undefined && config.intervalMs === undefined)) return false;
  return statistics && true;
}

/** Describes how a job takes checkpoints, the most important setting first: `every 10 s`, `timeout 10m`. */
export function checkpointSettings(config: CheckpointConfig): readonly string[] {
  const { intervalMs, timeoutMs, minPauseMs = 0, maxConcurrent = 1, tolerableFailures } = config;
  return [
    intervalMs === undefined ? 'no periodic checkpoints' : `every ${formatSeconds(intervalMs)}`,
    `timeout ${formatSeconds(timeoutMs)}`,
    config.isExactlyOnce ? 'exactly once' : 'at least once',
    `unaligned ${config.isUnaligned ? 'on' : 'off'}`,
    ...(tolerableFailures === undefined ? [] : [toleranceText(tolerableFailures)]),
    ...(minPauseMs > 0 ? [`pause ${formatSeconds(minPauseMs)}`] : []),
    ...(maxConcurrent > 1 ? [`${maxConcurrent} at a time`] : []),
    config.isRetained ? 'kept on cancellation' : 'deleted on cancellation',
    ...[config.stateBackend, config.storage].filter((name) => name !== undefined),
  ];
}

function toleranceText(failures: number): string {
  return failures === 0 ? 'tolerates no failure' : `tolerates ${countOf(failures, 'failure')}`;
}
