import { hasEnded } from '../../../flink/has-ended.ts';
import { describeEntry } from '../describe-entry.ts';
import type { FailureEntry, JobEntry, JournalEntry } from '../entry.ts';

/** Two bursts of restarts with more time between them are two runs. */
const quietMs = 10 * 60_000;

/**
 * Returns whether two entries that are not routine, with only routine entries between them, are one run: states, failures
 * and restarts of one job, or equal entries.
 */
export function areOneRun(older: JournalEntry, newer: JournalEntry): boolean {
  if (newer.at - older.at >= quietMs) return false;
  const [olderJob, newerJob] = [restartedJob(older), restartedJob(newer)];
  if (olderJob !== undefined || newerJob !== undefined) return olderJob === newerJob;
  return older.kind === newer.kind && foldKey(older) === foldKey(newer);
}

function restartedJob(entry: JournalEntry): string | undefined {
  const isOfRestart = entry.kind === 'failure' || entry.kind === 'restarts' || (entry.kind === 'job' && !isEnd(entry));
  return isOfRestart ? entry.job : undefined;
}

const isEnd = ({ state }: JobEntry): boolean => state === 'LOST' || hasEnded(state);

/** Entries of a run with the same key are one row. Keys of frequent entries are cheap. */
export function foldKey(entry: JournalEntry): string {
  // No other key is a job id alone.
  if (entry.kind === 'checkpoint' && entry.outcome === 'completed' && !entry.isSavepoint) return entry.job;
  if (entry.kind === 'pod' && entry.phase === 'created') return 'pod created';
  if (entry.kind === 'job' && !isEnd(entry)) return `states of ${entry.job}`;
  if (entry.kind === 'failure') return `failure of ${entry.job} ${failureKey(entry)}`;
  if (entry.kind === 'warning') return `warning ${entry.object} ${entry.reason} ${entry.message}`;
  const { subject, text } = describeEntry(entry);
  return `${entry.kind} ${subject} ${text}`;
}

/** Equal for failures whose messages differ only in numbers, such as an offset or a key. */
function failureKey({ exception, message, task = '', isFinal }: FailureEntry): string {
  return `${isFinal === true} ${exception} ${message} ${task}`.replace(/\d+/g, '0');
}
