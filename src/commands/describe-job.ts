import type { Checkpoints, JobOverview } from '../flink/answers.ts';
import { formatDuration } from '../text/duration.ts';
import { printable } from '../text/printable.ts';

/** A job as a plan and a result name it. */
export type NamedJob = { readonly id: string; readonly name: string };

export const named = ({ id, name }: NamedJob): string => `${printable(name)} (${id})`;

/** A job with what an act on it would lose: one line of a plan. */
export function describeJob(job: JobOverview, checkpoints: Checkpoints | Error, now: number): string {
  const { running = 0, total } = job.tasks;
  const age = formatDuration(now - job.startTime);
  return `${named(job)}: ${job.state} for ${age}, ${running}/${total} tasks running, ${newestCheckpoint(checkpoints, now)}`;
}

function newestCheckpoint(checkpoints: Checkpoints | Error, now: number): string {
  if (checkpoints instanceof Error) return `checkpoints not known: ${printable(checkpoints.message)}`;
  if (!checkpoints.enabled) return 'no checkpoints: its state would be lost';
  const { latestCompleted } = checkpoints;
  if (latestCompleted === undefined) return 'no checkpoint yet: its state would be lost';
  const at = latestCompleted.completedAt ?? latestCompleted.triggeredAt;
  const place = latestCompleted.path === undefined ? '' : ` at ${printable(latestCompleted.path)}`;
  return `newest checkpoint ${formatDuration(now - at)} old${place}`;
}
