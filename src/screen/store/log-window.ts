import type { LogLine, LogSource } from '../../logs/log-store.ts';

/** Where the view ends in each source: the sequence number after the last line that is shown, by the source's key. */
export type LogPosition = ReadonlyMap<string, number>;

export type PlacedLine = { readonly source: LogSource; readonly line: LogLine };

/** The view's end for one that follows. */
export function endOf(sources: readonly LogSource[]): LogPosition {
  return new Map(sources.map((source) => [source.key, source.end]));
}

/** The lines before a position, oldest first, `count` at most, several sources in the order of the kubelet's times. */
export function linesBefore(
  sources: readonly LogSource[],
  position: LogPosition,
  count: number,
): readonly PlacedLine[] {
  const placed = sources.flatMap((source) => {
    const end = sequenceIn(source, position);
    return place(source, source.lines(end - count, end));
  });
  return sources.length < 2 ? placed : placed.sort(byTime).slice(-count);
}

/** The position `count` lines further back, but with something left to see. */
export function moveBack(sources: readonly LogSource[], position: LogPosition, count: number): LogPosition {
  return stepOver(position, linesBefore(sources, position, count), (line) => line.sequence);
}

/** The position `count` lines further on, or undefined where that is the end. */
export function moveForward(
  sources: readonly LogSource[],
  position: LogPosition,
  count: number,
): LogPosition | undefined {
  const placed = sources.flatMap((source) => {
    const start = sequenceIn(source, position);
    return place(source, source.lines(start, start + count));
  });
  const passed = sources.length < 2 ? placed : placed.sort(byTime).slice(0, count);
  const next = stepOver(position, passed.toReversed(), (line) => line.sequence + 1);
  return countAfter(sources, next) === 0 ? undefined : next;
}

/** How many lines came after a position. */
export function countAfter(sources: readonly LogSource[], position: LogPosition): number {
  return sources.reduce((sum, source) => sum + source.end - sequenceIn(source, position), 0);
}

/** The oldest place from which a whole page can still be shown. */
export function startOf(sources: readonly LogSource[], page: number): LogPosition | undefined {
  const beginning = new Map(sources.map((source) => [source.key, source.first]));
  return moveForward(sources, beginning, page);
}

function stepOver(position: LogPosition, placed: readonly PlacedLine[], place: (line: LogLine) => number): LogPosition {
  const next = new Map(position);
  const seen = new Set<string>();
  for (const { source, line } of placed) {
    if (!seen.has(source.key)) next.set(source.key, place(line));
    seen.add(source.key);
  }
  return next;
}

/** Where a position is among the lines that are kept; what was evicted under it moves it to the oldest. */
function sequenceIn(source: LogSource, position: LogPosition): number {
  return Math.min(source.end, Math.max(source.first, position.get(source.key) ?? source.end));
}

/** A line without a time stands where its predecessor stands. */
function place(source: LogSource, lines: readonly LogLine[]): (PlacedLine & { readonly time: number })[] {
  let time = lines.find(({ at }) => at !== undefined)?.at ?? 0;
  return lines.map((line) => {
    time = Math.max(time, line.at ?? time);
    return { source, line, time };
  });
}

function byTime(a: { readonly time: number }, b: { readonly time: number }): number {
  return a.time - b.time;
}
