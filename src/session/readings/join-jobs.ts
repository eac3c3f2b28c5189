import type { JobOverview, JobState } from '../../flink/answers.ts';
import { FlinkError } from '../../flink/error.ts';
import { hasEnded } from '../../flink/has-ended.ts';
import { reuseIfEqual, sameItems } from '../watch/reuse-if-equal.ts';
import { jobState, jobs, taskManagers } from './flink-readings.ts';
import { type Readings, readingOf } from './reading.ts';
import { failureKind } from './retry-delay.ts';

/** A job as it was last answered for. */
export type JobRow = JobOverview & {
  /** Its JobMaster does not answer: all that is told of the job is as old as this. Epoch milliseconds. */
  readonly unansweredSince?: number;
};

type Unanswered = { readonly job: JobOverview; readonly answeredAt: number };

/** The jobs that are known, from one answer to the next. */
export type JoinedJobs = {
  readonly listed: readonly JobOverview[] | undefined;
  readonly listedAt: number | undefined;
  /** Jobs that were going on, and that the list left out since: a list lacks a job whose JobMaster did not answer. */
  readonly unanswered: ReadonlyMap<string, Unanswered>;
  /** undefined until the jobs were listed once; in no order */
  readonly rows: readonly JobRow[] | undefined;
};

export const noJobs: JoinedJobs = { listed: undefined, listedAt: undefined, unanswered: new Map(), rows: undefined };

/**
 * The list of jobs, with those that it left out and with what the jobs themselves answered since it failed. A job is gone
 * when Flink says so (404), and not when a list lacks it.
 */
export function joinJobs(before: JoinedJobs, readings: Readings): JoinedJobs {
  const { value: listed, readAt: listedAt } = readingOf({ readings }, jobs);
  if (listed === undefined || listedAt === undefined) return before;
  const unanswered = unansweredJobs(before, listed, readings);
  const isListOld = isListUnanswered(readings);
  const isPlain = unanswered.size === 0 && !isListOld;
  const rows = isPlain ? listed : keepRows(before, [...listedRows(), ...leftOutRows()]);
  return { listed, listedAt, unanswered, rows };

  function* listedRows(): Generator<JobRow> {
    for (const job of listed ?? []) {
      const row = isListOld ? byItself(job, listedAt ?? 0, readings) : job;
      if (row !== undefined) yield row;
    }
  }
  function* leftOutRows(): Generator<JobRow> {
    for (const { job, answeredAt } of unanswered.values()) yield { ...job, unansweredSince: answeredAt };
  }
}

/** The link is up, and still the list does not come: a JobMaster holds it up, or makes it fail. */
export function isListUnanswered(readings: Readings): boolean {
  const { failure } = readingOf({ readings }, jobs);
  if (failure === undefined || readingOf({ readings }, taskManagers).failure !== undefined) return false;
  return failureKind(failure) === 'timeout' || (failure instanceof FlinkError && failure.kind === 'server');
}

function unansweredJobs(
  before: JoinedJobs,
  listed: readonly JobOverview[],
  readings: Readings,
): ReadonlyMap<string, Unanswered> {
  const isSameList = listed === before.listed;
  if (isSameList && before.unanswered.size === 0) return before.unanswered;
  const present = new Set(listed.map(({ id }) => id));
  const { listedAt: answeredAt = 0 } = before;
  const known = [...before.unanswered.values()].filter(({ job }) => !present.has(job.id));
  const leftOut = (isSameList ? [] : (before.listed ?? []))
    .filter(({ id, state }) => !present.has(id) && !hasEnded(state))
    .map((job): Unanswered => ({ job, answeredAt }));
  const still = [...known, ...leftOut]
    .map((one) => afterItsAnswer(one, readings))
    .filter((one) => one !== undefined)
    .map((one) => [one.job.id, one] as const);
  return new Map(still);
}

function afterItsAnswer({ job, answeredAt }: Unanswered, readings: Readings): Unanswered | undefined {
  const { value, readAt, failure } = readingOf({ readings }, jobState(job.id));
  if (isGone(failure)) return undefined;
  if (value === undefined || readAt === undefined || readAt <= answeredAt) return { job, answeredAt };
  return { job: inState(job, value), answeredAt: readAt };
}

/** A listed job by its own answer, where it has one that is newer than the list. */
function byItself(job: JobOverview, listedAt: number, readings: Readings): JobRow | undefined {
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
