import type { FailureEntry, JournalEntry, RestartCountEntry } from '../session/journal/entry.ts';
import { countProblems } from '../session/journal/timeline/count-problems.ts';
import { resolveCounts } from '../session/journal/timeline/resolve-counts.ts';

/** A restart, or several ones that Flink did not list. */
export type Restart = FailureEntry | RestartCountEntry;

export const hourMs = 3_600_000;

/** Returns the restarts in a journal, oldest first. */
export function restartsIn(entries: readonly JournalEntry[]): readonly Restart[] {
  return resolveCounts(entries.filter(isRestart)).filter(isRestart);
}

function isRestart(entry: JournalEntry): entry is Restart {
  return (entry.kind === 'failure' && entry.isFinal !== true) || entry.kind === 'restarts';
}

/** Returns the restarts in a journal by job id, oldest first. */
export function groupRestarts(entries: readonly JournalEntry[]): ReadonlyMap<string, readonly [Restart, ...Restart[]]> {
  const byJob = new Map<string, [Restart, ...Restart[]]>();
  for (const restart of restartsIn(entries)) {
    const known = byJob.get(restart.job);
    if (known === undefined) byJob.set(restart.job, [restart]);
    else known.push(restart);
  }
  return byJob;
}

/** Returns the restarts of the last hour. */
export function restartsInHour(restarts: readonly Restart[] | undefined, now: number): readonly Restart[] {
  return restarts?.filter(({ at }) => now - at < hourMs) ?? [];
}

/** `7`, or `16+` if there were more restarts, but it is unknown how many of them were after `since`. */
export function countSince(restarts: readonly Restart[], since: number): string {
  const counted = restarts.filter((each) => each.kind === 'failure' || each.from >= since);
  const { count, accuracy } = countProblems(counted);
  return `${count}${accuracy === 'at least' || counted.length < restarts.length ? '+' : ''}`;
}

/** Returns the failures among restarts, without the counts of unlisted ones. */
export function failuresOf(restarts: readonly Restart[]): readonly FailureEntry[] {
  return restarts.filter((restart) => restart.kind === 'failure');
}
