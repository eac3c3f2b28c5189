import type { JobFailure } from '../../flink/responses.ts';
import { failureEntry } from '../journal/changes/failure-changes.ts';
import type { FailureEntry, JournalEntry, RestartCountEntry } from '../journal/entry.ts';
import { identityOf } from '../journal/entry-identity.ts';
import { maskTexts } from '../journal/mask.ts';
import { resolveCounts } from '../journal/timeline/resolve-counts.ts';

/** What is known of the failures of a job. */
export type FailureHistory = {
  /** Newest first. */
  readonly failures: readonly FailureEntry[];
  /** Restarts whose failures Flink no longer lists and nobody recorded, newest first. */
  readonly unlisted: readonly RestartCountEntry[];
};

/**
 * Merges the journal with the failures that Flink keeps. The journal goes back further, and Flink may list a failure that
 * is not recorded yet.
 * @param entries the journal, oldest first
 * @param listed the failures that Flink lists
 */
export function failureHistory(
  job: { readonly id: string; readonly name: string },
  entries: readonly JournalEntry[],
  listed: readonly JobFailure[],
): FailureHistory {
  const ofJob = resolveCounts(entries.filter((entry) => isFailure(entry) && entry.job === job.id)).filter(isFailure);
  const recorded = ofJob.filter((entry) => entry.kind === 'failure');
  const known = new Set(recorded.map(identityOf));
  const clock = { flinkAheadMs: flinkAheadMs(recorded.at(-1)) };
  const added = listed
    .map((failure) => maskTexts(failureEntry(failure, { job: job.id, jobName: job.name }, clock)))
    .filter((entry) => !known.has(identityOf(entry)));
  return {
    failures: [...recorded, ...added].sort((a, b) => b.at - a.at),
    unlisted: ofJob.filter((entry) => entry.kind === 'restarts').toReversed(),
  };
}

function isFailure(entry: JournalEntry): entry is FailureEntry | RestartCountEntry {
  return entry.kind === 'failure' || entry.kind === 'restarts';
}

/** Flink's clock minus the API server's clock when the newest failure was recorded. */
function flinkAheadMs(newest: FailureEntry | undefined): number {
  return newest?.flinkAt === undefined ? 0 : newest.flinkAt - newest.at;
}
