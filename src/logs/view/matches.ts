import type { LinePlace, LogPosition } from './log-position.ts';
import type { LogScan } from './log-scan.ts';
import type { ShownLines } from './shown-lines.ts';

/** The match after a cut, or before it, in the merged order: undefined where there is none, as far as was searched. */
export function findMatch(
  logs: readonly ShownLines[],
  search: LogScan,
  cut: LogPosition,
  direction: 'after' | 'before',
): LinePlace | undefined {
  let best: { readonly place: LinePlace; readonly time: number } | undefined;
  for (const log of logs) {
    const { source } = log;
    const from = cut.get(source.key) ?? source.end;
    const sequence = direction === 'after' ? matchFrom(log, search, from) : matchBefore(log, search, from);
    if (sequence === undefined) continue;
    const time = source.timeAt(sequence);
    const isBetter = best === undefined || (direction === 'after' ? time < best.time : time >= best.time);
    if (isBetter) best = { place: { key: source.key, sequence }, time };
  }
  return best?.place;
}

/** How many matches stand before a cut, and in all. Those that a filter hides do not count. */
export function countMatches(
  logs: readonly ShownLines[],
  search: LogScan,
  cut: LogPosition,
): { readonly before: number; readonly all: number } {
  let before = 0;
  let all = 0;
  for (const { source, passes, isFiltered } of logs) {
    const found = search.found(source);
    const first = found.indexFrom(source.first);
    const end = cut.get(source.key) ?? source.end;
    if (!isFiltered) {
      all += found.length() - first;
      before += found.indexFrom(end) - first;
      continue;
    }
    for (let index = first; index < found.length(); index += 1) {
      const sequence = found.at(index) ?? 0;
      if (!passes(sequence)) continue;
      all += 1;
      if (sequence < end) before += 1;
    }
  }
  return { before, all };
}

function matchFrom({ source, passes }: ShownLines, search: LogScan, from: number): number | undefined {
  const found = search.found(source);
  for (let index = found.indexFrom(Math.max(from, source.first)); index < found.length(); index += 1) {
    const sequence = found.at(index);
    if (sequence !== undefined && passes(sequence)) return sequence;
  }
  return undefined;
}

function matchBefore({ source, passes }: ShownLines, search: LogScan, end: number): number | undefined {
  const found = search.found(source);
  for (let index = found.indexFrom(end) - 1; index >= 0; index -= 1) {
    const sequence = found.at(index);
    if (sequence === undefined || sequence < source.first) return undefined;
    if (passes(sequence)) return sequence;
  }
  return undefined;
}
