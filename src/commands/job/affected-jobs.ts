import type { JobOverview } from '../../flink/responses.ts';
import { inParallel } from '../../session/in-parallel.ts';
import type { Connection } from '../../session/session.ts';
import { printable } from '../../text/printable.ts';
import type { Answers } from '../record/command.ts';
import type { AffectedItem } from '../record/plan/plan-section.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { affectedJob, describeJob, describeJobWithoutSavepoint, type JobEnd, type NamedJob } from './describe-job.ts';

/** A job as a line of a plan and as an item of a list. */
export type DescribedJob = { readonly line: string; readonly item: AffectedItem };

/** Reads the checkpoints of jobs that end, and describes the jobs. */
export function describeJobs(
  { flink }: Connection,
  jobs: readonly JobOverview[],
  end: JobEnd,
  now: () => number,
  signal: AbortSignal,
): Promise<readonly DescribedJob[]> {
  const describe = end === 'with savepoint' ? describeJob : describeJobWithoutSavepoint;
  return inParallel(jobs, async (job) => {
    const checkpoints = await resultOrError(flink.checkpoints(job.id, signal), signal);
    return { line: describe(job, checkpoints, now()), item: affectedJob(job, checkpoints, now(), end) };
  });
}

/** Returns the answers to the question whether to end these jobs. */
export function endingAnswers(verb: 'Cancel' | 'Stop', jobs: readonly NamedJob[]): Answers {
  const [only, ...others] = jobs;
  return only !== undefined && others.length === 0
    ? { confirm: `${verb} job`, decline: 'Keep running', declined: `${printable(only.name)} keeps running` }
    : {
        confirm: `${verb} ${jobs.length} jobs`,
        decline: 'Keep running',
        declined: `the ${jobs.length} jobs keep running`,
      };
}
