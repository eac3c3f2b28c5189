import type { FailureTrace } from '../../flink/responses.ts';
import { failureHistory } from '../../session/jobs/failure-history.ts';
import { type FailureGroup, groupFailures } from '../../session/jobs/group-failures.ts';
import { failureHistorySize } from '../../session/journal/changes/unlisted-restarts.ts';
import type { RestartCountEntry } from '../../session/journal/entry.ts';
import { rememberedJobs } from '../../session/journal/last-seen/remembered-job.ts';
import { failureTraces } from '../../session/readings/flink-readings.ts';
import { readOnce } from '../../session/readings/read-once.ts';
import { forgottenText } from '../ended-jobs/forgotten-text.ts';
import { selectKnownJob } from '../ended-jobs/select-known-job.ts';
import type { Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { describeError } from '../record/describe-error.ts';
import { readTimeline } from '../timeline/read-timeline.ts';

export type ReadExceptions = {
  readonly job: { readonly id: string; readonly name: string };
  readonly groups: readonly FailureGroup[];
  readonly unlisted: readonly RestartCountEntry[];
  readonly traces: readonly FailureTrace[];
  /** Epoch ms by the API server's clock. */
  readonly now: number;
  /** Number of failures that Flink keeps. */
  readonly keptByFlink: number;
  /** Start of the recording, epoch ms; undefined without a journal. */
  readonly recordedSince: number | undefined;
  /** What could not be read, one line each. */
  readonly notes: readonly string[];
};

/** Reads the failures of a job from the journal and from Flink. */
export async function readExceptions(
  services: Services,
  selector: string,
  signal: AbortSignal,
): Promise<ReadExceptions> {
  const { snapshot, entries, now, notes, watched } = await readTimeline(services, signal);
  const { clusterId } = services.connection.target;
  if (snapshot === undefined) {
    throw new CommandError(exitCodes.unreachable, `cannot read the failures in ${clusterId}: ${notes[0]}`, [
      'Run timeline --kind failure to show what was recorded',
    ]);
  }
  const selected = selectKnownJob(snapshot.jobs ?? [], rememberedJobs(entries), selector);
  const { id, name } = selected.job;
  const isForgotten = selected.kind === 'forgotten';
  // The entries contain what Flink lists.
  const { failures, unlisted } = failureHistory({ id, name }, entries, []);
  const traces =
    failures.length === 0 || isForgotten
      ? undefined
      : await readOnce(failureTraces(id), services.connection.flink, signal);
  const failure = traces?.failure;
  return {
    job: { id, name },
    groups: groupFailures(failures),
    unlisted,
    traces: traces?.value ?? [],
    now,
    keptByFlink: failureHistorySize(snapshot.configuration),
    recordedSince: watched[0]?.from,
    notes: [
      ...(isForgotten ? [forgottenText(selected.job, now)] : []),
      ...notes,
      ...(failure === undefined ? [] : [`Stack traces could not be read: ${describeError(failure).message}`]),
    ],
  };
}
