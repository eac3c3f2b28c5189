import { formatDuration } from '../../text/duration.ts';
import { allTasksRun } from '../all-tasks-run.ts';
import type { JobEvidence } from '../evidence.ts';
import type { JobResult } from '../rule.ts';

/** Tasks report metrics within this time of their start. */
const settleMs = 30_000;

/**
 * Returns why the load of a job cannot be judged, or nothing to report if its tasks do not all run. Returns undefined if at
 * least one vertex is measured.
 */
export function unmeasuredLoad(
  { job, vertices, shares, now }: JobEvidence,
  what: string,
): readonly JobResult[] | undefined {
  const { unresponsiveSince, lastModification } = job;
  if (!allTasksRun(job) || unresponsiveSince !== undefined) return [];
  if (shares.size > 0) return undefined;
  const since = now - lastModification;
  const reason =
    vertices === undefined
      ? 'not measured yet'
      : since < settleMs
        ? `the tasks started ${formatDuration(since)} ago`
        : 'Flink has no metrics of the tasks';
  return [{ kind: 'not assessed', what, reason }];
}
