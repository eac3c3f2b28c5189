import type { FailureEntry, JournalEntry, RestartCountEntry } from '../../session/journal/entry.ts';
import { countProblems, countText } from '../../session/journal/timeline/count-problems.ts';
import { resolveCounts } from '../../session/journal/timeline/resolve-counts.ts';
import { utcClock } from '../../text/utc-time.ts';
import { formatAge } from '../draw/age.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { ScreenState } from './screen-state.ts';

/** A restart, or several ones that Flink did not list. */
type Restart = FailureEntry | RestartCountEntry;
/** Restarts of a job in the journal, oldest first. */
type Restarts = readonly [Restart, ...Restart[]];

const hourMs = 3_600_000;

/** Returns the restarts in a journal, oldest first. */
export function restartsIn(entries: readonly JournalEntry[]): readonly Restart[] {
  return resolveCounts(entries.filter(isRestart)).filter(isRestart);
}

function isRestart(entry: JournalEntry): entry is Restart {
  return (entry.kind === 'failure' && entry.isFinal !== true) || entry.kind === 'restarts';
}

const restartsByJob = rememberLast((entries: readonly JournalEntry[]): ReadonlyMap<string, Restarts> => {
  const byJob = new Map<string, [Restart, ...Restart[]]>();
  for (const restart of restartsIn(entries)) {
    const known = byJob.get(restart.job);
    if (known === undefined) byJob.set(restart.job, [restart]);
    else known.push(restart);
  }
  return byJob;
});

export function restartsOf({ journal }: Pick<ScreenState, 'journal'>): ReadonlyMap<string, Restarts> {
  return restartsByJob(journal?.entries ?? none);
}

const none: readonly JournalEntry[] = [];

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

/** `7, 2m ago`; empty without restarts in the last hour. */
export function recentRestartsText(restarts: Restarts | undefined, now: number): string {
  const recent = restartsInHour(restarts, now);
  const last = recent.at(-1);
  return last === undefined ? '' : `${countSince(recent, now - hourMs)}, ${formatAge(now - last.at)} ago`;
}

/** `7 times since 14:02:11, last 2m ago`; undefined without restarts. */
export function allRestartsText(restarts: Restarts | undefined, now: number): string | undefined {
  if (restarts === undefined) return undefined;
  const [first, ...others] = restarts;
  const ago = formatAge(now - (others.at(-1) ?? first).at);
  if (others.length === 0 && first.kind === 'failure') return `once, at ${utcClock(first.at, now)} (${ago} ago)`;
  const since = first.kind === 'failure' ? first.at : first.from;
  return `${countText(countProblems(restarts))} times since ${utcClock(since, now)}, last ${ago} ago`;
}

/** Returns the number of restarts in each of these parts of the last hour, oldest first. Only listed ones have a time. */
export function restartCounts(restarts: Restarts | undefined, now: number, parts: number): readonly number[] {
  const counts = new Array<number>(parts).fill(0);
  for (const { kind, at } of restartsInHour(restarts, now)) {
    const part = Math.min(parts - 1, Math.floor(((hourMs - (now - at)) / hourMs) * parts));
    if (kind === 'failure' && part >= 0) counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts;
}
