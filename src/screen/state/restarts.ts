import { countSince, groupRestarts, hourMs, type Restart, restartsInHour } from '../../diagnosis/restarts.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import { countProblems, countText } from '../../session/journal/timeline/count-problems.ts';
import { utcClock } from '../../text/utc-time.ts';
import { formatAge } from '../draw/age.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { ScreenState } from './screen-state.ts';

/** Restarts of a job in the journal, oldest first. */
type Restarts = readonly [Restart, ...Restart[]];

const restartsByJob = rememberLast(groupRestarts);

export function restartsOf({ journal }: Pick<ScreenState, 'journal'>): ReadonlyMap<string, Restarts> {
  return restartsByJob(journal?.entries ?? none);
}

const none: readonly JournalEntry[] = [];

/** `7, 2m ago`, or `7, 2m` if that is too wide; empty without restarts in the last hour. */
export function recentRestartsText(restarts: Restarts | undefined, now: number, width: number): string {
  const recent = restartsInHour(restarts, now);
  const last = recent.at(-1);
  if (last === undefined) return '';
  const text = `${countSince(recent, now - hourMs)}, ${formatAge(now - last.at)}`;
  return text.length + ' ago'.length <= width ? `${text} ago` : text;
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
