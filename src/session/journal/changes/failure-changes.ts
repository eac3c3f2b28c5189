import type { JobFailure } from '../../../flink/responses.ts';
import { jobFailures } from '../../readings/flink-readings.ts';
import type { JobRow } from '../../readings/join-jobs.ts';
import { readingOf } from '../../readings/reading.ts';
import type { SessionSnapshot } from '../../snapshot.ts';
import type { FailureCause, FailureEntry, RestartCountEntry } from '../entry.ts';
import { identityOf } from '../entry-identity.ts';
import type { KnownJob } from '../journal-state.ts';
import { maskTexts } from '../mask.ts';
import { flinkTime, type JournalClock } from './clock.ts';
import type { FindChanges } from './find-changes.ts';
import { knownRestarts, unlistedRestarts } from './unlisted-restarts.ts';

/** Finds new failures of jobs, and counts the restarts before them that Flink no longer lists. */
export const failureChanges: FindChanges = (known, snapshot, clock) =>
  (snapshot.jobs ?? []).flatMap((job) => changesOf(job, known.jobs.get(job.id), snapshot, clock));

function changesOf(
  job: JobRow,
  known: KnownJob | undefined,
  snapshot: SessionSnapshot,
  clock: JournalClock,
): readonly (FailureEntry | RestartCountEntry)[] {
  const unlisted = unlistedRestarts(job, known, snapshot);
  // Once the failures are recorded, the gap before them could no longer be found.
  if (unlisted === 'not read') return [];
  const ofJob = { job: job.id, jobName: job.name };
  const failures = readingOf(snapshot, jobFailures(job.id)).value ?? [];
  const found = failures
    .map((failure) => failureEntry(failure, ofJob, clock))
    .filter((entry) => known?.failures.has(identityOf(maskTexts(entry))) !== true);
  const before = knownRestarts(job, known);
  if (unlisted === undefined) return numbered(found, before);
  const { from, until, count } = unlisted;
  const gap: RestartCountEntry = {
    kind: 'restarts',
    ...flinkTime(clock, until),
    ...ofJob,
    from: flinkTime(clock, from).at,
    ...(count !== undefined && { count }),
  };
  return [gap, ...numbered(found, count === undefined || before === undefined ? undefined : before + count)];
}

/** Adds the ordinals of the restarts. `before` is the number of restarts before these failures. */
function numbered(failures: readonly FailureEntry[], before: number | undefined): readonly FailureEntry[] {
  if (before === undefined) return failures;
  let restart = before;
  return failures.map((failure) => {
    if (failure.isFinal === true) return failure;
    restart += 1;
    return { ...failure, restart };
  });
}

/** Returns the entry of a failure that Flink lists. */
export function failureEntry(
  failure: JobFailure,
  ofJob: { readonly job: string; readonly jobName: string },
  clock: Pick<JournalClock, 'flinkAheadMs'>,
): FailureEntry {
  const { at, concurrent, isFinal } = failure;
  return {
    kind: 'failure',
    ...flinkTime(clock, at),
    ...ofJob,
    ...causeOf(failure),
    ...(concurrent.length > 0 && { concurrent: concurrent.map(causeOf) }),
    ...(isFinal && { isFinal }),
  };
}

function causeOf({
  exception,
  message,
  task,
  pod,
}: Pick<JobFailure, 'exception' | 'message' | 'task' | 'pod'>): FailureCause {
  return { exception, message, ...(task !== undefined && { task }), ...(pod !== undefined && { pod }) };
}
