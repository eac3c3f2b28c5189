import { FlinkError } from '../../../flink/error.ts';
import { hasEnded } from '../../../flink/has-ended.ts';
import type { JobState } from '../../../flink/responses.ts';
import { jobHistory, jobState } from '../../readings/flink-readings.ts';
import type { JobRow } from '../../readings/join-jobs.ts';
import { readingOf } from '../../readings/reading.ts';
import type { SessionSnapshot } from '../../snapshot.ts';
import type { JobEntry } from '../entry.ts';
import type { JournalState, KnownJob } from '../journal-state.ts';
import { flinkTime, type JournalClock, seenInFlink } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Finds new states of jobs. */
export const jobChanges: FindChanges = (known, snapshot, clock) =>
  (snapshot.jobs ?? []).flatMap((job) => stateChanges(job, known.jobs.get(job.id), snapshot, clock));

/** Finds jobs that Flink no longer knows. */
export const lostJobChanges: FindChanges = (state, snapshot, clock) => {
  if (snapshot.jobs === undefined) return [];
  return unlistedJobs(state, new Set(snapshot.jobs.map(({ id }) => id)))
    .filter(([id]) => isUnknownToFlink(readingOf(snapshot, jobState(id)).failure))
    .map(([job, known]) => ({ kind: 'job', ...seenAfter(known, clock), job, jobName: known.name, state: 'LOST' }));
};

function stateChanges(
  job: JobRow,
  known: KnownJob | undefined,
  snapshot: SessionSnapshot,
  clock: JournalClock,
): readonly JobEntry[] {
  const isNew = ({ state, at }: { readonly state: JobState; readonly at: number }) =>
    at > (known?.times.get(state) ?? Number.NEGATIVE_INFINITY);
  const ofJob = { kind: 'job', job: job.id, jobName: job.name } as const;
  const { value: history, failure } = readingOf(snapshot, jobHistory(job.id));
  const times = [...(history?.states ?? []), ...(hasEnded(job.state) ? timesInList(job, known) : [])];
  const entries = times.filter(isNew).map(({ state, at }) => ({ ...ofJob, ...flinkTime(clock, at), state }));
  if (entries.length > 0 || failure === undefined || known?.state === job.state) return unique(entries);
  // The list of jobs states no time for the state of a running job.
  return hasEnded(job.state) ? [] : [{ ...ofJob, ...seenAfter(known, clock), state: job.state }];
}

/** Flink's clock may be a second ahead, so the last state may be in the future. */
function seenAfter(known: KnownJob | undefined, { now, flinkAheadMs }: JournalClock) {
  const lastAt = (known?.stateAt ?? Number.NEGATIVE_INFINITY) - flinkAheadMs;
  return seenInFlink({ now: Math.max(now, lastAt + 1), flinkAheadMs });
}

/** The list of jobs states the start of each job and the end of each ended job. */
function timesInList(
  { state, startTime, endTime }: JobRow,
  known: KnownJob | undefined,
): readonly { readonly state: JobState; readonly at: number }[] {
  const end = endTime === undefined ? [] : [{ state, at: endTime }];
  return known === undefined ? [{ state: 'INITIALIZING', at: startTime }, ...end] : end;
}

/** A time may be both in the history and in the list. */
function unique(entries: readonly JobEntry[]): readonly JobEntry[] {
  return [...new Map(entries.map((entry) => [`${entry.state} ${entry.flinkAt ?? entry.at}`, entry])).values()];
}

/** Returns the unfinished jobs that are missing from the list. Flink may have omitted them only from this response. */
export function unlistedJobs(
  { jobs }: Pick<JournalState, 'jobs'>,
  listed: ReadonlySet<string>,
): readonly (readonly [string, KnownJob])[] {
  return [...jobs].filter(([id, { state }]) => !listed.has(id) && state !== 'LOST' && !hasEnded(state));
}

function isUnknownToFlink(failure: Error | undefined): boolean {
  return failure instanceof FlinkError && failure.kind === 'not-found';
}
