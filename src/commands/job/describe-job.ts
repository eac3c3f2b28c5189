import type { Checkpoint, Checkpoints, JobOverview } from '../../flink/responses.ts';
import { formatDuration } from '../../text/duration.ts';
import { printable } from '../../text/printable.ts';
import type { AffectedItem } from '../record/plan/plan-section.ts';

export type NamedJob = { readonly id: string; readonly name: string };

export const formatJobName = ({ id, name }: NamedJob): string => `${printable(name)} (${id})`;

/** Names one job, or counts several. */
export function formatJobNames(jobs: readonly NamedJob[], nameOf = formatJobName): string {
  const [only, ...others] = jobs;
  return only !== undefined && others.length === 0 ? nameOf(only) : `${jobs.length} jobs`;
}

/** Like `formatJobNames`, without the id. */
export function shortJobNames(jobs: readonly NamedJob[]): string {
  return formatJobNames(jobs, ({ name }) => printable(name));
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
  const newest = findNewest(checkpoints);
  if (newest === undefined) return 'no checkpoint yet';
  const location = newest.path === undefined ? '' : ` at ${printable(newest.path)}`;
  return `newest ${checkpointAge(newest, now)}${location}`;
}

function findNewest(checkpoints: Checkpoints & { readonly enabled: true }): Checkpoint | undefined {
  const { latestCompleted, latestSavepoint } = checkpoints;
  return [latestCompleted, latestSavepoint]
    .filter((checkpoint) => checkpoint !== undefined)
    .sort((a, b) => b.triggeredAt - a.triggeredAt)[0];
}

function checkpointAge({ isSavepoint, completedAt, triggeredAt }: Checkpoint, now: number): string {
  return `${isSavepoint ? 'savepoint' : 'checkpoint'} ${formatDuration(now - (completedAt ?? triggeredAt))} old`;
}

/** Like `describeJob`, for a job that ends without a savepoint. Adds a note if nothing can restore its state. */
export function describeJobWithoutSavepoint(job: JobOverview, checkpoints: Checkpoints | Error, now: number): string {
  const line = describeJob(job, checkpoints, now);
  return losesState(checkpoints) ? `${line}: its state will be lost` : line;
}

function losesState(checkpoints: Checkpoints | Error): boolean {
  if (checkpoints instanceof Error) return false;
  return !checkpoints.enabled || findNewest(checkpoints) === undefined;
}

/** Whether a savepoint keeps the state of a job that ends. */
export type JobEnd = 'with savepoint' | 'without savepoint';

/** Returns the job as an item of a plan. */
export function affectedJob(
  job: JobOverview,
  checkpoints: Checkpoints | Error,
  now: number,
  end: JobEnd,
): AffectedItem {
  const { running = 0, total } = job.tasks;
  return {
    name: printable(job.name),
    id: job.id,
    state: job.state,
    facts: [
      end === 'without savepoint' && losesState(checkpoints)
        ? { text: 'state will be lost', isLoss: true }
        : { text: shortCheckpoint(checkpoints, now) },
      { text: `${running}/${total} tasks` },
      { text: `started ${formatDuration(now - job.startTime)} ago` },
    ],
    detail: checkpointDetail(checkpoints),
  };
}

function shortCheckpoint(checkpoints: Checkpoints | Error, now: number): string {
  if (checkpoints instanceof Error) return 'checkpoints unknown';
  if (!checkpoints.enabled) return 'no checkpointing';
  const newest = findNewest(checkpoints);
  return newest === undefined ? 'no checkpoint yet' : checkpointAge(newest, now);
}

/** The path of the newest checkpoint, or the reason why it is unknown. */
function checkpointDetail(checkpoints: Checkpoints | Error): string | undefined {
  if (checkpoints instanceof Error) return printable(checkpoints.message);
  const path = checkpoints.enabled ? findNewest(checkpoints)?.path : undefined;
  return path === undefined ? undefined : printable(path);
}
