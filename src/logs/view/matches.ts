import type { LineId, LogPosition } from './log-position.ts';
import { foundIn, type ScanSnapshot } from './scan-snapshot.ts';
import { createSequences, type FoundLines } from './sequences.ts';
import type { ShownLines } from './shown-lines.ts';

/**
 * Returns the first match after a position, or the last match before the position, in merged order; undefined if no
 * match has been found yet.
 */
export function findMatch(
  logs: readonly ShownLines[],
  search: ScanSnapshot,
  position: LogPosition,
  direction: 'after' | 'before',
): LineId | undefined {
  let best: { readonly lineId: LineId; readonly time: number } | undefined;
  for (const log of logs) {
    const { source } = log;
    const matches = shownMatches(log, search);
    const index = matches.indexFrom(Math.min(log.end, position.get(source.key) ?? log.end));
    const sequence = matches.at(direction === 'after' ? index : index - 1);
    if (sequence === undefined || sequence < source.first || sequence >= log.end) continue;
    const time = source.timeAt(sequence);
    const isBetter = best === undefined || (direction === 'after' ? time < best.time : time >= best.time);
    if (isBetter) best = { lineId: { key: source.key, sequence }, time };
  }
  return best?.lineId;
}

/** Counts the shown matches before a position, and all shown matches. */
export function countMatches(
  logs: readonly ShownLines[],
  search: ScanSnapshot,
  position: LogPosition,
): { readonly before: number; readonly all: number } {
  let before = 0;
  let all = 0;
  for (const log of logs) {
    const { source } = log;
    const matches = shownMatches(log, search);
    const first = matches.indexFrom(source.first);
    all += Math.max(0, matches.indexFrom(log.end) - first);
    before += Math.max(0, matches.indexFrom(Math.min(log.end, position.get(source.key) ?? log.end)) - first);
  }
  return { before, all };
}

type FilteredMatches = { readonly matches: FoundLines; readonly filtered: FoundLines };

/** Caches matches that pass the latest filter, because every frame reads them. */
const cache = new WeakMap<FoundLines, FilteredMatches>();

function shownMatches({ source, filtered }: ShownLines, search: ScanSnapshot): FoundLines {
  const found = foundIn(search, source);
  if (filtered === undefined) return found;
  const cached = cache.get(found);
  if (cached?.filtered === filtered) return cached.matches;
  const matches = intersect(found, filtered);
  cache.set(found, { matches, filtered });
  return matches;
}

/** Iterates over the shorter list and uses binary search in a much longer one. */
function intersect(one: FoundLines, other: FoundLines): FoundLines {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const common = createSequences();
  const isSparse = short.length * 16 < long.length;
  let next = 0;
  for (let index = 0; index < short.length; index += 1) {
    const sequence = short.at(index) ?? 0;
    if (isSparse) next = long.indexFrom(sequence);
    else while ((long.at(next) ?? sequence) < sequence) next += 1;
    if (long.at(next) === sequence) common.push(sequence);
  }
  return common.snapshot();
}
