import { largest } from '../../../text/largest.ts';
import type { Input } from '../../record/command.ts';
import { numberOption } from '../../record/shared-options.ts';
import type { LevelFacts } from '../plan/level-facts.ts';
import { reloadInterval } from '../plan/reload-interval.ts';
import { defaultWatchTimeoutMs, longestSyncMs } from './timing.ts';

/** Returns how long to watch pods, in ms: the `--timeout`, else long enough for every pod to read the file. */
export function watchTimeoutMs(input: Input, facts: LevelFacts, now: number): number {
  const longest = longestReloadInterval(facts, now) ?? 0;
  return numberOption(input, 'timeout') ?? Math.max(defaultWatchTimeoutMs, longestSyncMs + longest * 1000);
}

/** Returns the longest reload interval of the pods, in seconds; undefined if no pod reloads the file. */
export function longestReloadInterval({ file, pods }: LevelFacts, now: number): number | undefined {
  return longestKnown(pods.map(({ pod }) => reloadInterval(file, pod, now)));
}

/** Returns the longest known interval; undefined if all are unknown. */
export function longestKnown(intervals: readonly (number | undefined)[]): number | undefined {
  const known = intervals.filter((seconds) => seconds !== undefined);
  return known.length === 0 ? undefined : largest(known);
}
