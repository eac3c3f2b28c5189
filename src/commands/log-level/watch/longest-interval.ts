import { largest } from '../../../text/largest.ts';
import type { LevelFacts } from '../plan/level-facts.ts';
import { reloadInterval } from '../plan/reload-interval.ts';

/** How long it takes until the last JVM has looked at its file, in seconds; undefined if none ever does. */
export function longestInterval({ file, pods }: LevelFacts, now: number): number | undefined {
  return longestOf(pods.map(({ pod }) => reloadInterval(file, pod, now)));
}

/** The longest of these; undefined if there is none. */
export function longestOf(intervals: readonly (number | undefined)[]): number | undefined {
  const known = intervals.filter((seconds) => seconds !== undefined);
  return known.length === 0 ? undefined : largest(known);
}
