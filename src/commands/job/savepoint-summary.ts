import { formatSeconds } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import type { Summary } from '../record/command.ts';
import { type NamedJob, shortJobNames } from './describe-job.ts';

/** A savepoint that was taken, or only requested. */
export type SavepointOfJob = {
  readonly job: NamedJob;
  readonly triggerId: string;
  /** undefined with `--no-wait` */
  readonly path: string | undefined;
  /** undefined if unknown. */
  readonly bytes?: number | undefined;
};

/** Returns the paths of the savepoints, or their trigger ids with `--no-wait`; undefined without a savepoint. */
export function savepointSummary(savepoints: readonly SavepointOfJob[], title: string): Summary | undefined {
  if (savepoints.length === 0) return undefined;
  const plural = savepoints.length === 1 ? '' : 's';
  const paths = savepoints.map(({ path }) => path).filter((path) => path !== undefined);
  const ids = savepoints.map(({ triggerId }) => triggerId);
  const isTaken = paths.length === savepoints.length;
  return {
    title,
    details: isTaken ? paths : [`Trigger id${plural} ${ids.join(', ')}`],
    copy: { what: `${isTaken ? 'path' : 'trigger id'}${plural}`, text: (isTaken ? paths : ids).join('\n') },
    isLasting: true,
  };
}

/** Names one job, or counts the jobs: `orders`, `3 jobs`, `2 of 3 jobs` */
export function namesOf(savepoints: readonly SavepointOfJob[], total: number): string {
  return savepoints.length === total
    ? shortJobNames(savepoints.map(({ job }) => job))
    : `${savepoints.length} of ${total} jobs`;
}

export function isRequested(savepoints: readonly SavepointOfJob[]): boolean {
  return savepoints.some(({ path }) => path === undefined);
}

/** Returns the sum of the sizes; undefined if one of them is unknown. */
export function sizeOf(savepoints: readonly SavepointOfJob[]): string | undefined {
  const bytes = savepoints.map((savepoint) => savepoint.bytes).filter((size) => size !== undefined);
  return bytes.length < savepoints.length ? undefined : formatSize(bytes.reduce((sum, size) => sum + size, 0));
}

/** `in 1 s` */
export function timeText(elapsedMs: number): string {
  return `in ${formatSeconds(elapsedMs)}`;
}
