import { FlinkError } from '../../flink/error.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { Checkpoints } from '../../flink/responses.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import type { ReadingState } from '../../session/readings/reading.ts';
import type { JobResult } from '../rule.ts';

/** Whether the checkpoints of a job can say anything about its health. */
export const isReadable = ({ state, unresponsiveSince }: JobRow): boolean =>
  !hasEnded(state) && unresponsiveSince === undefined;

export function unreadCheckpoints({ failure }: ReadingState<Checkpoints>): readonly JobResult[] {
  if (failure instanceof FlinkError && failure.kind === 'not-found') return [];
  const reason = failure === undefined ? 'not read yet' : failure.message;
  return [{ kind: 'not assessed', what: 'checkpoints', reason }];
}
