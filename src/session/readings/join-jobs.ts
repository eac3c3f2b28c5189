import { FlinkError } from '../../flink/error.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import type { JobOverview, JobState } from '../../flink/responses.ts';
import { reuseIfEqual, sameItems } from '../watch/reuse-if-equal.ts';
import { jobState, jobs, taskManagers } from './flink-readings.ts';
import { type Readings, readingOf } from './reading.ts';
import { failureKind } from './retry-delay.ts';

/** A job in the state that Flink last reported. */
export type JobRow = JobOverview & {
  /** Set if its JobMaster does not respond: epoch ms of the data in this row. */
  readonly unresponsiveSince?: number;
};

type Unanswered = { readonly job: JobOverview; readonly readAt: number };

/** Known jobs, kept between polls. */
export type JoinedJobs = {
  readonly listed: readonly JobOverview[] | undefined;
  readonly listedAt: number | undefined;
  /** Unfinished jobs that are missing from the latest list. Flink omits a job whose JobMaster does not respond. */
  readonly unanswered: ReadonlyMap<string, Unanswered>;
  /** Unsorted rows; undefined before the first list of jobs. */
  readonly rows: readonly JobRow[] | undefined;
};

export const noJobs: JoinedJobs = { listed: undefined, listedAt: undefined, unanswered: new Map(), rows: undefined };

/**
 * Joins the list of jobs with the unfinished jobs that Flink omits from it, until Flink returns 404 for them. While the
 * request for the list fails, each job has the state that its JobMaster returns.
 */
export function joinJobs(previous: JoinedJobs, readings: Readings): JoinedJobs {
  const { value: listed, readAt: listedAt } = readingOf({ readings }, jobs);
  if (listed === undefined || listedAt === undefined) return previous;
  const unanswered = unresponsiveJobs(previous, listed, readings);
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
    for (const { job, readAt } of unanswered.values()) yield { ...job, unresponsiveSince: readAt };
  }
}

/** True if REST works, but the request for the list of jobs fails because of a JobMaster. */
export function isListUnanswered(readings: Readings): boolean {
  const { failure } = readingOf({ readings }, jobs);
  if (failure === undefined || readingOf({ readings }, taskManagers).failure !== undefined) return false;
  return failureKind(failure) === 'timeout' || (failure instanceof FlinkError && failure.kind === 'server');
}

function unresponsiveJobs(
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

/**
 * Returns a listed job with the state from its own request if that state is newer than the list. Returns undefined if
 * Flink no longer has the job.
 */
function withOwnState(job: JobOverview, listedAt: number, readings: Readings): JobRow | undefined {
  if (hasEnded(job.state)) return job;
  const { value, readAt, failure } = readingOf({ readings }, jobState(job.id));
  if (isGone(failure)) return undefined;
  const isNewer = value !== undefined && readAt !== undefined && readAt > listedAt;
  const known = isNewer ? inState(job, value) : job;
  return failure === undefined ? known : { ...known, unresponsiveSince: isNewer ? readAt : listedAt };
}

const inState = (job: JobOverview, state: JobState): JobOverview => (job.state === state ? job : { ...job, state });

const isGone = (failure: Error | undefined): boolean => failure instanceof FlinkError && failure.kind === 'not-found';

function keepRows({ rows = [] }: JoinedJobs, next: readonly JobRow[]): readonly JobRow[] {
  const known = new Map(rows.map((row) => [row.id, row]));
  const kept = next.map((row) => reuseIfEqual(known.get(row.id), row));
  return sameItems(rows, kept) ? rows : kept;
}
