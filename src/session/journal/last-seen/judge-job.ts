import type { JobRow } from '../../readings/join-jobs.ts';
import type { SessionSnapshot } from '../../snapshot.ts';
import type { JournalEntry, SeenFinding } from '../entry.ts';

export type JobJudgement = {
  /** The most urgent first. */
  readonly findings: readonly SeenFinding[];
  /** Id of the vertex that slows the job down; undefined if there is none, or if it is unknown. */
  readonly bottleneckId: string | undefined;
};

/**
 * Judges a job. The diagnosis is above the session, so that frontends pass it to the journal.
 * @param entries the journal, oldest first
 * @param now epoch ms by the API server's clock
 */
export type JudgeJob = (
  snapshot: SessionSnapshot,
  entries: readonly JournalEntry[],
  job: JobRow,
  now: number,
) => JobJudgement;
