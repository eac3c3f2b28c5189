import { hasEnded } from '../../../flink/has-ended.ts';
import type { JobState } from '../../../flink/responses.ts';
import type { JobEntry, JournalEntry, LastSeenEntry } from '../entry.ts';

/** A job as the journal knows it. Times are epoch ms by the API server's clock. */
export type RememberedJob = {
  readonly id: string;
  readonly name: string;
  readonly state: JobState | 'LOST';
  /** undefined if nobody watched its start. */
  readonly startedAt: number | undefined;
  /** The end of the job, or when it was found to be lost; undefined if it has not ended. */
  readonly endedAt: number | undefined;
  /** undefined if nobody watched its end. */
  readonly lastSeen: LastSeenEntry | undefined;
};

/**
 * Returns the jobs of a journal by id, also those that Flink no longer knows.
 * @param entries oldest first
 */
export function rememberedJobs(entries: readonly JournalEntry[]): ReadonlyMap<string, RememberedJob> {
  const jobs = new Map<string, RememberedJob>();
  for (const entry of entries) {
    if (entry.kind === 'job') jobs.set(entry.job, withState(jobs.get(entry.job), entry));
    else if (entry.kind === 'last-seen') jobs.set(entry.job, withLastSeen(jobs.get(entry.job), entry));
  }
  return jobs;
}

const isEnd = (state: JobState | 'LOST'): boolean => state === 'LOST' || hasEnded(state);

function withState(known: RememberedJob | undefined, { job: id, jobName: name, state, at }: JobEntry): RememberedJob {
  const startedAt = known?.startedAt ?? (state === 'INITIALIZING' || state === 'CREATED' ? at : undefined);
  // The time at which a state was seen may be after the time of the end.
  if (known !== undefined && known.state !== 'LOST' && hasEnded(known.state)) return { ...known, startedAt };
  const endedAt = isEnd(state) ? at : undefined;
  return { id, name, state, startedAt, endedAt, lastSeen: endedAt === undefined ? undefined : known?.lastSeen };
}

function withLastSeen(known: RememberedJob | undefined, lastSeen: LastSeenEntry): RememberedJob {
  const { job: id, jobName: name, state, at: endedAt, startedAt } = lastSeen;
  return { id, name, state, endedAt, ...known, startedAt, lastSeen };
}
