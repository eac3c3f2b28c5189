import type { Checkpoints, JobOverview } from '../../flink/responses.ts';
import { formatDuration } from '../../text/duration.ts';
import { printable } from '../../text/printable.ts';

export type NamedJob = { readonly id: string; readonly name: string };

export const formatJobName = ({ id, name }: NamedJob): string => `${printable(name)} (${id})`;

/** Names one job, or counts several. */
export function formatJobNames(jobs: readonly NamedJob[]): string {
  const [only, ...others] = jobs;
  return only !== undefined && others.length === 0 ? formatJobName(only) : `${jobs.length} jobs`;
}

/** Returns one line of a plan: the job, its state and its newest checkpoint or savepoint. */
export function describeJob(job: JobOverview, checkpoints: Checkpoints | Error, now: number): string {
  const { running = 0, total } = job.tasks;
  const started = formatDuration(now - job.startTime);
  return `${formatJobName(job)}: ${job.state}, started ${started} ago, ${running}/${total} tasks running, ${newestCheckpoint(checkpoints, now)}`;
}

function newestCheckpoint(checkpoints: Checkpoints | Error, now: number): string {
  if (checkpoints instanceof Error) return `checkpoints unknown: ${printable(checkpoints.message)}`;
  if (!checkpoints.enabled) return 'checkpointing disabled';
  const { latestCompleted, latestSavepoint } = checkpoints;
  const [last] = [latestCompleted, latestSavepoint]
    .filter((checkpoint) => checkpoint !== undefined)
    .sort((a, b) => b.triggeredAt - a.triggeredAt);
  if (last === undefined) return 'no checkpoint yet';
  const kind = last.isSavepoint ? 'savepoint' : 'checkpoint';
  const location = last.path === undefined ? '' : ` at ${printable(last.path)}`;
  return `newest ${kind} ${formatDuration(now - (last.completedAt ?? last.triggeredAt))} old${location}`;
}

/** Like `describeJob`, for a job that ends without a savepoint. Adds a note if nothing can restore its state. */
export function describeJobWithoutSavepoint(job: JobOverview, checkpoints: Checkpoints | Error, now: number): string {
  const line = describeJob(job, checkpoints, now);
  if (checkpoints instanceof Error) return line;
  const isLost = !checkpoints.enabled || !(checkpoints.latestCompleted ?? checkpoints.latestSavepoint);
  return isLost ? `${line}: its state will be lost` : line;
}
