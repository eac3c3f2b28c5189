import type { CheckpointAttempt } from '../flink/responses.ts';
import { isAbortedByRestart } from '../session/journal/describe-entry.ts';

/** Returns the failed checkpoints since the last completed one, oldest first. */
export function failedInRow(history: readonly CheckpointAttempt[]): readonly CheckpointAttempt[] {
  const ended = history.filter(({ status, isSavepoint }) => status !== 'in-progress' && !isSavepoint);
  const completed = ended.findLastIndex(({ status }) => status === 'completed');
  return ended.slice(completed + 1).filter(({ message }) => !isAbortedByRestart(message));
}
