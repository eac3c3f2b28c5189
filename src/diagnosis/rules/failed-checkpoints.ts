import type { CheckpointAttempt } from '../../flink/responses.ts';

/** The CheckpointFailureReason texts of Flink for checkpoints that end with an attempt of the job. */
const aborted = /Checkpoint ?Coordinator (is suspending|shutdown)|FailoverRegion is restarting/i;

/** Returns the failed checkpoints since the last completed one, oldest first. */
export function failedInRow(history: readonly CheckpointAttempt[]): readonly CheckpointAttempt[] {
  const ended = history.filter(({ status, isSavepoint }) => status !== 'in-progress' && !isSavepoint);
  const completed = ended.findLastIndex(({ status }) => status === 'completed');
  return ended.slice(completed + 1).filter(({ message = '' }) => !aborted.test(message));
}
