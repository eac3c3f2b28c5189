import type { Checkpoints, JobOverview } from '../../flink/answers.ts';
import { formatDuration } from '../../text/duration.ts';
import { printable } from '../../text/printable.ts';

/** A job as a plan and a result name it. */
export type NamedJob = { readonly id: string; readonly name: string };

export const named = ({ id, name }: NamedJob): string => `${printable(name)} (${id})`;

/** A job with how it stands and what it can be started from again: one line of a plan. */
export function describeJob(job: JobOverview, checkpoints: Checkpoints | Error, now: number): string {
  const { running = 0, total } = job.tasks;
  const started = formatDuration(now - job.startTime);
  return `${named(job)}: ${job.state}, started ${started} ago, ${running}/${total} tasks running, ${newest(checkpoints, now)}`;
}

function newest(checkpoints: Checkpoints | Error, now: number): string {
  if (checkpoints instanceof Error) return `checkpoints not known: ${printable(checkpoints.message)}`;
  if (!checkpoints.enabled) return 'takes no checkpoints';
  const { latestCompleted, latestSavepoint } = checkpoints;
  const [last] = [latestCompleted, latestSavepoint]
    .filter((checkpoint) => checkpoint !== undefined)
    .sort((a, b) => b.triggeredAt - a.triggeredAt);
  if (last === undefined) return 'no checkpoint yet';
  const what = last.isSavepoint ? 'savepoint' : 'checkpoint';
  const place = last.path === undefined ? '' : ` at ${printable(last.path)}`;
  return `newest ${what} ${formatDuration(now - (last.completedAt ?? last.triggeredAt))} old${place}`;
}

/** The same where the job ends without a savepoint: if there is nothing to start it from again, that is said. */
export function describeLoss(job: JobOverview, checkpoints: Checkpoints | Error, now: number): string {
  const line = describeJob(job, checkpoints, now);
  if (checkpoints instanceof Error) return line;
  const isLost = !checkpoints.enabled || !(checkpoints.latestCompleted ?? checkpoints.latestSavepoint);
  return isLost ? `${line}: its state is lost` : line;
}
