import { largest } from '../../../text/largest.ts';
import type { LevelFacts } from '../plan/level-facts.ts';
import { reloadInterval } from '../plan/reload-interval.ts';

/** Returns the longest reload interval of the pods, in seconds; undefined if no pod reloads the file. */
export function longestReloadInterval({ file, pods }: LevelFacts, now: number): number | undefined {
  return longestKnown(pods.map(({ pod }) => reloadInterval(file, pod, now)));
}

/** Returns the longest known interval; undefined if all are unknown. */
export function longestKnown(intervals: readonly (number | undefined)[]): number | undefined {
  const known = intervals.filter((seconds) => seconds !== undefined);
  return known.length === 0 ? undefined : largest(known);
}
