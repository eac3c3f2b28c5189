import type { LogMinutes } from '../../../logs/log-store.ts';

const minuteMs = 60_000;

/** Returns the number of warnings or errors in each of the last minutes, newest last, over all these logs. */
export function minuteCounts(
  logs: readonly LogMinutes[],
  kind: 'warnings' | 'errors',
  now: number,
  shownMinutes: number,
): readonly number[] {
  const newest = Math.floor(now / minuteMs);
  const counts = new Array<number>(shownMinutes).fill(0);
  for (const minutes of logs) {
    for (const [index, count] of minutes[kind].entries()) {
      const column = shownMinutes - 1 - (newest - (minutes.minute - (minutes[kind].length - 1 - index)));
      // If the node's clock is ahead, its newest minutes count as the current minute.
      if (column >= 0)
        counts[Math.min(column, shownMinutes - 1)] = (counts[Math.min(column, shownMinutes - 1)] ?? 0) + count;
    }
  }
  return counts;
}

export function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
