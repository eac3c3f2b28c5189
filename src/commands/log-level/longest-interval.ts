import { largest } from '../../text/largest.ts';
import type { LevelFacts } from './level-facts.ts';
import { reloadInterval } from './reload-interval.ts';

/** How long it takes until the last JVM has looked at its file, in seconds; undefined if none ever does. */
export function longestInterval({ file, pods }: LevelFacts, now: number): number | undefined {
  const intervals = pods.map(({ pod }) => reloadInterval(file, pod, now)).filter((seconds) => seconds !== undefined);
  return intervals.length === 0 ? undefined : largest(intervals);
}
