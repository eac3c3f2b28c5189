import type { Interval } from '../store/watched-intervals.ts';

/** Time that nobody watched. `until` is undefined if nobody watches now. */
export type Gap = { readonly from: number; readonly until: number | undefined };

/** A watching process updates the watched time every second. */
const aliveMs = 5000;

/**
 * Returns the times between the watched ones, oldest first, and the time since nobody watches.
 * @param now epoch ms by the API server's clock
 */
export function gapsOf(watched: readonly Interval[], now: number): readonly Gap[] {
  const between = watched.slice(1).map(({ from: until }, index) => ({ from: watched[index]?.until ?? until, until }));
  const last = watched.at(-1);
  return last === undefined || now - last.until < aliveMs
    ? between
    : [...between, { from: last.until, until: undefined }];
}
