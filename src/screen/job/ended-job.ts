import { hasEnded } from '../../flink/has-ended.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import { type RememberedJob, rememberedJobs } from '../../session/journal/last-seen/remembered-job.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { JobPage } from './job-page.ts';

const byId = rememberLast(rememberedJobs);
const noEntries: readonly JournalEntry[] = [];

/** What the journal knows of a job that has ended; undefined if it has not ended, or is not in the journal. */
export function endedJob({ snapshot, journal }: ScreenState, { jobId }: JobPage): RememberedJob | undefined {
  const listed = snapshot?.jobs?.find(({ id }) => id === jobId);
  if (listed !== undefined && !hasEnded(listed.state)) return undefined;
  const remembered = byId(journal?.entries ?? noEntries).get(jobId);
  return remembered?.endedAt === undefined ? undefined : remembered;
}

/** The job of the page if only the journal knows it: Flink has forgotten it. */
export function forgottenJob(state: ScreenState, page: JobPage): RememberedJob | undefined {
  const { jobs } = state.snapshot ?? {};
  if (jobs === undefined || jobs.some(({ id }) => id === page.jobId)) return undefined;
  return endedJob(state, page);
}
