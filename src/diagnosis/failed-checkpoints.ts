import type { CheckpointAttempt } from '../flink/responses.ts';
import { failuresInRow } from '../session/jobs/checkpoint-list.ts';

/** Returns the failed checkpoints since the last completed one, oldest first. */
export function failedInRow(history: readonly CheckpointAttempt[]): readonly CheckpointAttempt[] {
  return failuresInRow(history.toReversed()).toReversed();
}
