import { hasEnded } from '../../flink/has-ended.ts';
import type { JobState } from '../../flink/responses.ts';

/** Counts of the jobs of a cluster that have not ended. */
export type JobCounts = {
  readonly unfinished: number;
  /** Jobs that are restarting or failing. */
  readonly failing: number;
};

export function countJobs(jobs: readonly { readonly state: JobState }[]): JobCounts {
  return {
    unfinished: jobs.filter(({ state }) => !hasEnded(state)).length,
    failing: jobs.filter(({ state }) => state === 'RESTARTING' || state === 'FAILING').length,
  };
}
