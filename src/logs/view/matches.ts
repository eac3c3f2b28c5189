import type { LinePlace, LogPosition } from './log-position.ts';
import { foundIn, type ScanReach } from './scan-reach.ts';
import { createSequences, type FoundLines } from './sequences.ts';
import type { ShownLines } from './shown-lines.ts';

/** The match after a cut, or before it, in the merged order: undefined where there is none, as far as was searched. */
export function findMatch(
  logs: readonly ShownLines[],
  search: ScanReach,
  cut: LogPosition,
  direction: 'after' | 'before',
): LinePlace | undefined {
  let best: { readonly place: LinePlace; readonly time: number } | undefined;
  for (const log of logs) {
    const { source } = log;
    const matches = shownMatches(log, search);
    const index = matches.indexFrom(Math.min(log.end, cut.get(source.key) ?? log.end));
    const sequence = matches.at(direction === 'after' ? index : index - 1);
    if (sequence === undefined || sequence < source.first || sequence >= log.end) continue;
    const time = source.timeAt(sequence);
    const isBetter = best === undefined || (direction === 'after' ? time < best.time : time >= best.time);
    if (isBetter) best = { place: { key: source.key, sequence }, time };
  }
  return best?.place;
}

/** How many matches stand before a cut, and in all. Those that a filter hides do not count. */
export function countMatches(
  logs: readonly ShownLines[],
  search: ScanReach,
  cut: LogPosition,
): { readonly before: number; readonly all: number } {
  let before = 0;
  let all = 0;
  for (const log of logs) {
    const { source } = log;
    const matches = shownMatches(log, search);
    const first = matches.indexFrom(source.first);
    all += Math.max(0, matches.indexFrom(log.end) - first);
    before += Math.max(0, matches.indexFrom(Math.min(log.end, cut.get(source.key) ?? log.end)) - first);
  }
  return { before, all };
}

type Both = { readonly matches: FoundLines; readonly filtered: FoundLines };

/** What a search and a filter both found; of the last filter, since it is asked for with every frame. */
const known = new WeakMap<FoundLines, Both>();

function shownMatches({ source, filtered }: ShownLines, search: ScanReach): FoundLines {
  const found = foundIn(search, source);
  if (filtered === undefined) return found;
  const before = known.get(found);
  if (before?.filtered === filtered) return before.matches;
  const matches = inBoth(found, filtered);
  known.set(found, { matches, filtered });
  return matches;
}

/** Steps through the shorter one, and leaps through the longer one. */
function inBoth(one: FoundLines, other: FoundLines): FoundLines {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const both = createSequences();
  const isSparse = short.length * 16 < long.length;
  let next = 0;
  for (let index = 0; index < short.length; index += 1) {
    const sequence = short.at(index) ?? 0;
    if (isSparse) next = long.indexFrom(sequence);
    else while ((long.at(next) ?? sequence) < sequence) next += 1;
    if (long.at(next) === sequence) both.push(sequence);
  }
  return both.frozen();
}
