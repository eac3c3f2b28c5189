import type { JobFailure } from '../../../flink/responses.ts';
import { jobFailures } from '../../readings/flink-readings.ts';
import { readingOf } from '../../readings/reading.ts';
import type { FailureCause, FailureEntry } from '../entry.ts';
import { identityOf } from '../entry-identity.ts';
import { maskTexts } from '../mask.ts';
import { flinkTime } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Finds new failures of jobs. */
export const failureChanges: FindChanges = (known, snapshot, clock) =>
  (snapshot.jobs ?? []).flatMap(({ id: job, name: jobName }) => {
    const failures = readingOf(snapshot, jobFailures(job)).value ?? [];
    const recorded = known.jobs.get(job)?.failures;
    return failures
      .map((failure): FailureEntry => {
        const { at, concurrent, isFinal } = failure;
        return {
          kind: 'failure',
          ...flinkTime(clock, at),
          job,
          jobName,
          ...causeOf(failure),
          ...(concurrent.length > 0 && { concurrent: concurrent.map(causeOf) }),
          ...(isFinal && { isFinal }),
        };
      })
      .filter((entry) => recorded?.has(identityOf(maskTexts(entry))) !== true);
  });

function causeOf({
  exception,
  message,
  task,
  pod,
}: Pick<JobFailure, 'exception' | 'message' | 'task' | 'pod'>): FailureCause {
  return { exception, message, ...(task !== undefined && { task }), ...(pod !== undefined && { pod }) };
}
