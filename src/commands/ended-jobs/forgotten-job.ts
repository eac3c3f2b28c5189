import { rootCauseOf } from '../../diagnosis/root-cause.ts';
import { causeText } from '../../session/journal/describe-entry.ts';
import type { FailureEntry, JournalEntry } from '../../session/journal/entry.ts';
import type { RememberedJob } from '../../session/journal/last-seen/remembered-job.ts';
import { formatDuration } from '../../text/duration.ts';
import { utcClockAndAge, utcTime } from '../../text/utc-time.ts';
import { rootCauseData } from '../job/root-cause-data.ts';
import { lastSeenData } from './last-seen-data.ts';
import { lastSeenLines, lastVertexTable } from './last-seen-lines.ts';

/** A job that only the journal knows. */
export type ForgottenJob = {
  readonly job: RememberedJob;
  readonly failure: FailureEntry | undefined;
  /** Epoch ms by the API server's clock. */
  readonly now: number;
  /** What could not be read, one line each. */
  readonly notes: readonly string[];
};

/** @param entries oldest first */
export function forgottenJob(
  job: RememberedJob,
  { entries, now, notes }: Pick<ForgottenJob, 'now' | 'notes'> & { readonly entries: readonly JournalEntry[] },
): ForgottenJob {
  const failure = entries.findLast((entry) => entry.kind === 'failure' && entry.job === job.id);
  const isFailure = failure?.kind === 'failure';
  return { job, failure: isFailure ? failure : undefined, now, notes };
}

/** Formats the job: facts, what was last seen, then its vertices. */
export function* forgottenLines(forgotten: ForgottenJob): Generator<string> {
  const { job, notes } = forgotten;
  for (const [label, text] of factsOf(forgotten)) yield `${label.padEnd(11)} ${text}`;
  yield '';
  yield* lastSeenLines(job, forgotten.now);
  const table = lastVertexTable(job.lastSeen);
  if (table !== undefined) yield `\n${table}`;
  if (notes.length === 0) return;
  yield '';
  yield 'Notes';
  for (const note of notes) yield `- ${note}`;
}

function* factsOf({ job, failure, now }: ForgottenJob): Generator<readonly [string, string]> {
  const { id, state, startedAt, endedAt } = job;
  yield ['State', `${state}, no longer known by Flink: from the journal`];
  yield ['ID', id];
  if (startedAt !== undefined) {
    const ran = endedAt === undefined ? '' : ` (ran ${formatDuration(endedAt - startedAt)})`;
    yield ['Started', utcTime(startedAt) + ran];
  }
  if (endedAt !== undefined) yield [state === 'LOST' ? 'Lost' : 'Ended', utcTime(endedAt)];
  if (failure !== undefined) yield ['Failure', `${utcClockAndAge(failure.at, now)}: ${causeText(failure)}`];
}

/** The fields of a job that Flink knows. Those that the journal does not have are null. */
export function forgottenData({ job, failure, notes }: ForgottenJob): unknown {
  const { id, name, state, startedAt, endedAt } = job;
  const durationMs = startedAt === undefined || endedAt === undefined ? null : endedAt - startedAt;
  return {
    ...{ id, name, state, health: 'not assessed', reason: null, restartsLastHour: null },
    rootCause: rootCauseData(failure && rootCauseOf(failure), utcTime),
    startTime: startedAt === undefined ? null : utcTime(startedAt),
    endTime: endedAt === undefined ? null : utcTime(endedAt),
    ...{ durationMs, lastModification: null, tasks: null, checkpointing: null, checkpoint: null },
    ...{ findings: [], risks: [], notAssessed: [], notes, vertices: null },
    lastSeen: lastSeenData(job),
  };
}
