import { hasEnded } from '../../flink/has-ended.ts';
import type { JobOverview } from '../../flink/responses.ts';
import type { Link, SessionSnapshot } from '../../session/snapshot.ts';
import type { Input } from './command.ts';

/** Returns true, or the reason why Flink's REST API is not available now. */
export function checkFlinkReachable({ links }: SessionSnapshot): true | string {
  return checkLink(links.rest, "Flink's REST API");
}

/** Returns true, or the reason why the API server is not available now. */
export function checkApiServerReachable({ links }: SessionSnapshot): true | string {
  return checkLink(links.kubernetes, 'the API server');
}

function checkLink(link: Link, server: string): true | string {
  switch (link.state) {
    case 'live':
    case 'slow':
      return true;
    case 'connecting':
      return `${server} has not responded yet`;
    case 'stale':
      return `${server} does not respond: ${link.reason}`;
    case 'denied':
      return `${server} denied access: ${link.reason}`;
  }
}

/**
 * Returns true, or the reason why the command cannot act on the jobs of the input. Only checks the ids of selected
 * rows, because the plan resolves typed names.
 */
export function checkJobsNotEnded(snapshot: SessionSnapshot, input: Input): true | string {
  return checkJobs((job) => (hasEnded(job.state) ? `the job is already ${job.state}` : true), snapshot, input);
}

/** Returns true, or the reason why the jobs of the input cannot take a savepoint now. Only checks ids. */
export function checkJobsCanSavepoint(snapshot: SessionSnapshot, input: Input): true | string {
  return checkJobs(checkCanSavepoint, snapshot, input);
}

function checkJobs(check: (job: JobOverview) => true | string, snapshot: SessionSnapshot, input: Input): true | string {
  const reachable = checkFlinkReachable(snapshot);
  if (reachable !== true) return reachable;
  const byId = jobsById(snapshot.jobs ?? noJobs);
  const jobs = input.arguments.map((id) => byId.get(id)).filter((job) => job !== undefined);
  return jobs.map(check).find((reason) => reason !== true) ?? true;
}

const noJobs: readonly JobOverview[] = [];
const indexes = new WeakMap<readonly JobOverview[], ReadonlyMap<string, JobOverview>>();

/** The screen checks many marked jobs one by one, on every change of the data. */
function jobsById(jobs: readonly JobOverview[]): ReadonlyMap<string, JobOverview> {
  const known = indexes.get(jobs) ?? new Map(jobs.map((job) => [job.id, job]));
  indexes.set(jobs, known);
  return known;
}

/**
 * Returns true, or the reason why the job cannot take a savepoint now. The reason is shorter than Flink's own error.
 */
export function checkCanSavepoint({ state, tasks }: JobOverview): true | string {
  if (hasEnded(state)) return `the job is already ${state}`;
  if (state !== 'RUNNING') return `the job is ${state}: a savepoint requires a RUNNING job`;
  const { total, running = 0, finished = 0 } = tasks;
  if (running + finished >= total) return true;
  return `the job has only ${running + finished} of ${total} tasks running: a savepoint requires all tasks`;
}
