/** Epoch ms. */
export type Interval = { readonly from: number; readonly until: number };

/** The time that one process watched a cluster. */
export type WatchedTime = { readonly watched: readonly Interval[]; readonly unwatched: readonly Interval[] };

/** Shorter gaps are the delay between two updates. */
const joinMs = 2500;

/**
 * Returns the time during which at least one process watched, sorted. While a process was suspended or had no connection,
 * only the other processes watched.
 */
export function watchedTime(processes: Iterable<WatchedTime>): Interval[] {
  const all: Interval[] = [];
  for (const { watched, unwatched } of processes) {
    for (const interval of subtract(join(watched), join(unwatched))) all.push(interval);
  }
  return join(all);
}

function join(intervals: readonly Interval[]): Interval[] {
  const joined: Interval[] = [];
  for (const { from, until } of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || from - last.until >= joinMs) joined.push({ from, until });
    else if (until > last.until) joined[joined.length - 1] = { from: last.from, until };
  }
  return joined;
}

/** Both lists are sorted and without overlaps. */
function subtract(intervals: readonly Interval[], gaps: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  for (const { from, until } of intervals) {
    let start = from;
    for (const gap of gaps) {
      if (gap.until <= start || gap.from >= until) continue;
      if (gap.from > start) rest.push({ from: start, until: gap.from });
      start = gap.until;
    }
    if (start < until || from === until) rest.push({ from: start, until });
  }
  return rest;
}
