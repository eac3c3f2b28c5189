import type { JobFailure } from '../../../flink/responses.ts';
import { maxListedFailures } from '../../../flink/rest.ts';
import { jobFailures, numRestarts } from '../../readings/flink-readings.ts';
import type { JobRow } from '../../readings/join-jobs.ts';
import { readingOf } from '../../readings/reading.ts';
import type { SessionSnapshot } from '../../snapshot.ts';
import type { KnownJob } from '../journal-state.ts';

/** Flink's default for web.exception-history-size. */
const defaultHistorySize = 16;

/** Returns the number of failures of a job that Flink keeps and flink-tui reads. */
export function failureHistorySize(configuration: SessionSnapshot['configuration']): number {
  const size = Number(configuration?.get('web.exception-history-size') ?? defaultHistorySize);
  return Math.min(size, maxListedFailures);
}

type Job = Pick<JobRow, 'id' | 'startTime'>;
type Known = Pick<KnownJob, 'newestFailureAt' | 'restarts'>;

/** Epoch ms by Flink's clock. */
type Gap = { readonly from: number; readonly until: number };

/** Restarts that Flink does not list. `count` is undefined if it is unknown. */
export type UnlistedRestarts = Gap & { readonly count: number | undefined };

/**
 * Returns the time between the newest known failure and the listed ones if Flink may have dropped failures of that time:
 * its list is full, and no listed failure is known. Flink's field `truncated` does not say this: it compares the list
 * with the limit of the request. Failures of a previous JobMaster have no gap, because its number of restarts is lost.
 */
export function gapBefore(
  { id, startTime }: Job,
  known: Known | undefined,
  { readings, configuration }: Pick<SessionSnapshot, 'readings' | 'configuration'>,
): Gap | undefined {
  const failures = readingOf({ readings }, jobFailures(id)).value ?? [];
  const [oldest] = failures.length >= failureHistorySize(configuration) ? failures : [];
  if (oldest === undefined) return undefined;
  const from = Math.max(startTime, known?.newestFailureAt ?? startTime);
  const until = oldest.at - 1;
  return until > from ? { from, until } : undefined;
}

/** Returns the number of known restarts since the JobMaster of the job started; undefined if it is unknown. */
export function knownRestarts({ startTime }: Job, known: Known | undefined): number | undefined {
  return known === undefined || known.newestFailureAt < startTime ? 0 : known.restarts;
}

/**
 * Returns the restarts between the newest known failure and the listed ones: undefined if there are none, and `not read`
 * if their number has not been read since the failures.
 */
export function unlistedRestarts(
  job: Job,
  known: Known | undefined,
  snapshot: Pick<SessionSnapshot, 'readings' | 'configuration'>,
): UnlistedRestarts | 'not read' | undefined {
  const gap = gapBefore(job, known, snapshot);
  if (gap === undefined) return undefined;
  const { value: failures = [], readAt: failuresReadAt = 0 } = readingOf(snapshot, jobFailures(job.id));
  const { value: total, readAt = 0, failure } = readingOf(snapshot, numRestarts(job.id));
  const isRead = readAt >= failuresReadAt;
  if (!isRead && failure === undefined) return 'not read';
  const restarts = knownRestarts(job, known);
  if (!isRead || total?.state !== 'measured' || restarts === undefined) return { ...gap, count: undefined };
  const count = total.value - restarts - failures.filter(isRestart).length;
  return count > 0 ? { ...gap, count } : undefined;
}

const isRestart = ({ isFinal }: JobFailure): boolean => !isFinal;
