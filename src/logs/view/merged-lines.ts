import { largest } from '../../text/largest.ts';
import type { LineId, LogPosition } from './log-position.ts';
import type { ShownLines } from './shown-lines.ts';

// Several logs are merged by the kubelet's timestamps, then by their order in the list. Each page is merged on demand,
// without an index of the merged order.

/** Returns the position after all lines. */
export function endPosition(logs: readonly ShownLines[]): LogPosition {
  return new Map(logs.map(({ source, end }) => [source.key, end]));
}

/** Returns the position before a line. */
export function positionBefore(logs: readonly ShownLines[], { key, sequence }: LineId): LogPosition {
  const own = logs.findIndex(({ source }) => source.key === key);
  const time = logs[own]?.source.timeAt(sequence) ?? 0;
  return new Map(
    logs.map((log, index) => [
      log.source.key,
      index === own ? sequence : sequenceAtTime(log, index < own ? time + 1 : time),
    ]),
  );
}

/** Returns the position after a line. */
export function positionAfter(logs: readonly ShownLines[], { key, sequence }: LineId): LogPosition {
  return new Map(positionBefore(logs, { key, sequence })).set(key, sequence + 1);
}

/** Returns the position before the first line at or after this time (epoch ms). */
export function positionAtTime(logs: readonly ShownLines[], at: number): LogPosition {
  return new Map(logs.map((log) => [log.source.key, sequenceAtTime(log, at)]));
}

/** Returns at most the shown end, because lines received later are not shown yet. */
function sequenceAtTime({ source, end }: ShownLines, at: number): number {
  return Math.min(end, source.sequenceAtTime(at));
}

/** The operations that depend on the direction. */
type Direction = {
  /** Returns the next line of one log from a position. */
  readonly next: (log: ShownLines, position: number) => number | undefined;
  /** Returns the position past a line. */
  readonly past: (sequence: number) => number;
  /** Whether a line precedes the best candidate so far. The candidate is from a log earlier in the list. */
  readonly isFirst: (time: number, best: number) => boolean;
};
const backwards: Direction = {
  next: ({ before }, position) => before(position),
  past: (sequence) => sequence,
  isFirst: (time, best) => time >= best,
};
const forwards: Direction = {
  next: ({ from }, position) => from(position),
  past: (sequence) => sequence + 1,
  isFirst: (time, best) => time < best,
};

/** Returns up to `count` lines before a position, oldest first. */
export function linesBefore(logs: readonly ShownLines[], position: LogPosition, count: number): readonly LineId[] {
  return merge(logs, position, count, backwards).reverse();
}

/** Returns up to `count` lines after a position, oldest first. */
export function linesAfter(logs: readonly ShownLines[], position: LogPosition, count: number): readonly LineId[] {
  return merge(logs, position, count, forwards);
}

function merge(logs: readonly ShownLines[], position: LogPosition, count: number, direction: Direction): LineId[] {
  const starts = startsOf(logs, position);
  const heads = logs.map((log, index) => direction.next(log, starts[index] ?? 0));
  const lines: LineId[] = [];
  while (lines.length < count) {
    const index = firstOf(logs, heads, direction);
    const sequence = heads[index];
    const log = logs[index];
    if (log === undefined || sequence === undefined) break;
    lines.push({ key: log.source.key, sequence });
    heads[index] = direction.next(log, direction.past(sequence));
  }
  return lines;
}

function firstOf(logs: readonly ShownLines[], heads: readonly (number | undefined)[], { isFirst }: Direction): number {
  let best = -1;
  let bestTime = 0;
  for (const [index, sequence] of heads.entries()) {
    if (sequence === undefined) continue;
    const time = logs[index]?.source.timeAt(sequence) ?? 0;
    if (best === -1 || isFirst(time, bestTime)) [best, bestTime] = [index, time];
  }
  return best;
}

/** Moves a position back by `count` lines. */
export function moveBack(logs: readonly ShownLines[], position: LogPosition, count: number): LogPosition {
  return movePast(logs, position, linesBefore(logs, position, count).toReversed(), backwards);
}

/** Moves a position forward by `count` lines; undefined if no shown line follows. */
export function moveForward(
  logs: readonly ShownLines[],
  position: LogPosition,
  count: number,
): LogPosition | undefined {
  const next = movePast(logs, position, linesAfter(logs, position, count), forwards);
  return linesAfter(logs, next, 1).length === 0 ? undefined : next;
}

function movePast(
  logs: readonly ShownLines[],
  position: LogPosition,
  lines: readonly LineId[],
  { past }: Direction,
): LogPosition {
  const starts = startsOf(logs, position);
  const next = new Map(logs.map(({ source }, index) => [source.key, starts[index] ?? 0]));
  for (const { key, sequence } of lines) next.set(key, past(sequence));
  return next;
}

/** Counts the filtered lines after a position. */
export function countAfter(logs: readonly ShownLines[], position: LogPosition): number {
  const starts = startsOf(logs, position);
  return logs.reduce((sum, { countFrom }, index) => sum + countFrom(starts[index] ?? 0), 0);
}

/** Returns the position in each log. For a log that was added later, the times in the other logs are used. */
function startsOf(logs: readonly ShownLines[], position: LogPosition): readonly number[] {
  let time: number | undefined;
  const timeOfPosition = () => {
    time ??= largest(
      logs.map(({ source }) => source.timeAt((position.get(source.key) ?? 0) - 1)),
      Number.NEGATIVE_INFINITY,
    );
    return time;
  };
  return logs.map((log) => position.get(log.source.key) ?? sequenceAtTime(log, timeOfPosition() + 1));
}
