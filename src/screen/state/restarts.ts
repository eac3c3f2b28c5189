import type { JournalEntry } from '../../session/journal/entry.ts';
import { utcClock } from '../../text/utc-time.ts';
import { formatAge } from '../draw/age.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { ScreenState } from './screen-state.ts';

/** Times of the restarts of a job in the journal, oldest first, in epoch ms. */
type Restarts = readonly [number, ...number[]];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const restartsByJob = rememberLast((entries: readonly JournalEntry[]): ReadonlyMap<string, Restarts> => {
  const byJob = new Map<string, [number, ...number[]]>();
  for (const entry of entries) {
    if (entry.kind !== 'failure' || entry.isFinal === true) continue;
    const known = byJob.get(entry.job);
    if (known === undefined) byJob.set(entry.job, [entry.at]);
    else known.push(entry.at);
  }
  return byJob;
});

export function restartsOf({ journal }: Pick<ScreenState, 'journal'>): ReadonlyMap<string, Restarts> {
  return restartsByJob(journal?.entries ?? none);
}

const none: readonly JournalEntry[] = [];

/** Returns the restarts of the last hour. */
export function restartsInHour(restarts: Restarts | undefined, now: number): readonly number[] {
  return restarts?.filter((at) => now - at < hourMs) ?? [];
}

/** `7, 2m ago`; empty without restarts in the last hour. */
export function recentRestartsText(restarts: Restarts | undefined, now: number): string {
  const recent = restartsInHour(restarts, now);
  const last = recent.at(-1);
  return last === undefined ? '' : `${recent.length}, ${formatAge(now - last)} ago`;
}

/** `7 times since 14:02:11, last 2m ago`; undefined without restarts. */
export function allRestartsText(restarts: Restarts | undefined, now: number): string | undefined {
  if (restarts === undefined) return undefined;
  const [first, ...others] = restarts;
  const ago = formatAge(now - (others.at(-1) ?? first));
  if (others.length === 0) return `once, at ${utcClock(first, now)} (${ago} ago)`;
  return `${restarts.length} times since ${utcClock(first, now)}, last ${ago} ago`;
}

/** Returns the number of restarts in each of these parts of the last hour, oldest first. */
export function restartCounts(restarts: Restarts | undefined, now: number, parts: number): readonly number[] {
  const counts = new Array<number>(parts).fill(0);
  for (const at of restartsInHour(restarts, now)) {
    const part = Math.min(parts - 1, Math.floor(((hourMs - (now - at)) / hourMs) * parts));
    if (part >= 0) counts[part] = (counts[part] ?? 0) + 1;
  }
  return counts;
}
