import type { JobOverview, JobState } from '../../flink/answers.ts';
import { FlinkError } from '../../flink/error.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import { reuseIfEqual, sameItems } from '../watch/reuse-if-equal.ts';
import { jobState, jobs, taskManagers } from './flink-readings.ts';
import { type Readings, readingOf } from './reading.ts';
import { failureKind } from './retry-delay.ts';

/** A job as of its last response. */
export type JobRow = JobOverview & {
  /** Set if its JobMaster does not respond: epoch ms of the data in this row. */
  readonly unansweredSince?: number;
};

type Unanswered = { readonly job: JobOverview; readonly readAt: number };

/** Known jobs, kept between polls. */
export type JoinedJobs = {
  readonly listed: readonly JobOverview[] | undefined;
  readonly listedAt: number | undefined;
  /** Unfinished jobs missing from later lists. Flink omits a job whose JobMaster does not respond. */
  readonly unanswered: ReadonlyMap<string, Unanswered>;
  /** Rows in no order; undefined until jobs were listed once. */
  readonly rows: readonly JobRow[] | undefined;
};

export const noJobs: JoinedJobs = { listed: undefined, listedAt: undefined, unanswered: new Map(), rows: undefined };

/**
 * Joins the list of jobs with unresponsive jobs that it omits. While the list fails, it uses the state that each job
 * reports itself. A job is removed only when Flink returns 404 for it.
 */
export function joinJobs(previous: JoinedJobs, readings: Readings): JoinedJobs {
  const { value: listed, readAt: listedAt } = readingOf({ readings }, jobs);
  if (listed === undefined || listedAt === undefined) return previous;
  const unanswered = unansweredJobs(previous, listed, readings);
  const isListStale = isListUnanswered(readings);
  const isListComplete = unanswered.size === 0 && !isListStale;
  const rows = isListComplete ? listed : keepRows(previous, [...listedRows(), ...omittedRows()]);
  return { listed, listedAt, unanswered, rows };

  function* listedRows(): Generator<JobRow> {
    for (const job of listed ?? []) {
      const row = isListStale ? withOwnState(job, listedAt ?? 0, readings) : job;
      if (row !== undefined) yield row;
    }
  }
  function* omittedRows(): Generator<JobRow> {
    for (const { job, readAt } of unanswered.values()) yield { ...job, unansweredSince: readAt };
  }
}

/** True if REST works but the list of jobs fails, because a JobMaster delays it or makes it fail. */
export function isListUnanswered(readings: Readings): boolean {
  const { failure } = readingOf({ readings }, jobs);
  if (failure === undefined || readingOf({ readings }, taskManagers).failure !== undefined) return false;
  return failureKind(failure) === 'timeout' || (failure instanceof FlinkError && failure.kind === 'server');
}

function unansweredJobs(
  previous: JoinedJobs,
  listed: readonly JobOverview[],
  readings: Readings,
): ReadonlyMap<string, Unanswered> {
  const isSameList = listed === previous.listed;
  if (isSameList && previous.unanswered.size === 0) return previous.unanswered;
  const present = new Set(listed.map(({ id }) => id));
  const { listedAt: readAt = 0 } = previous;
  const known = [...previous.unanswered.values()].filter(({ job }) => !present.has(job.id));
  const omitted = (isSameList ? [] : (previous.listed ?? []))
    .filter(({ id, state }) => !present.has(id) && !hasEnded(state))
    .map((job): Unanswered => ({ job, readAt }));
  const remaining = [...known, ...omitted]
    .map((entry) => withLatestState(entry, readings))
    .filter((entry) => entry !== undefined)
    .map((entry) => [entry.job.id, entry] as const);
  return new Map(remaining);
}

function withLatestState({ job, readAt }: Unanswered, readings: Readings): Unanswered | undefined {
  const { value, readAt: stateReadAt, failure } = readingOf({ readings }, jobState(job.id));
  if (isGone(failure)) return undefined;
  if (value === undefined || stateReadAt === undefined || stateReadAt <= readAt) return { job, readAt };
  return { job: inState(job, value), readAt: stateReadAt };
}

/** Returns a listed job, updated with its own response if that is newer than the list. */
function withOwnState(job: JobOverview, listedAt: number, readings: Readings): JobRow | undefined {
  if (hasEnded(job.state)) return job;
  const { value, readAt, failure } = readingOf({ readings }, jobState(job.id));
  if (isGone(failure)) return undefined;
  const isNewer = value !== undefined && readAt !== undefined && readAt > listedAt;
  const known = isNewer ? inState(job, value) : job;
  return failure === undefined ? known : { ...known, unansweredSince: isNewer ? readAt : listedAt };
}

const inState = (job: JobOverview, state: JobState): JobOverview => (job.state === state ? job : { ...job, state });

const isGone = (failure: Error | undefined): boolean => failure instanceof FlinkError && failure.kind === 'not-found';

function keepRows({ rows = [] }: JoinedJobs, next: readonly JobRow[]): readonly JobRow[] {
  const known = new Map(rows.map((row) => [row.id, row]));
  const kept = next.map((row) => reuseIfEqual(known.get(row.id), row));
  return sameItems(rows, kept) ? rows : kept;
}
