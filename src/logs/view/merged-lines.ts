import { largest } from '../../text/largest.ts';
import type { LinePlace, LogPosition } from './log-position.ts';
import type { ShownLines } from './shown-lines.ts';

// Several logs are one, in the order of the kubelet's times; at the same time, in the order in which they are given.
// There is no index of that order: a page is merged where it is.

/** The cut after everything. */
export function endOf(logs: readonly ShownLines[]): LogPosition {
  return new Map(logs.map(({ source, end }) => [source.key, end]));
}

/** The cut before a line. */
export function cutBefore(logs: readonly ShownLines[], { key, sequence }: LinePlace): LogPosition {
  const own = logs.findIndex(({ source }) => source.key === key);
  const time = logs[own]?.source.timeAt(sequence) ?? 0;
  return new Map(
    logs.map((log, index) => [
      log.source.key,
      index === own ? sequence : sequenceAtTime(log, index < own ? time + 1 : time),
    ]),
  );
}

/** The cut after a line. */
export function cutAfter(logs: readonly ShownLines[], { key, sequence }: LinePlace): LogPosition {
  return new Map(cutBefore(logs, { key, sequence })).set(key, sequence + 1);
}

/** The cut before everything of this time (epoch ms) and later. */
export function cutAtTime(logs: readonly ShownLines[], at: number): LogPosition {
  return new Map(logs.map((log) => [log.source.key, sequenceAtTime(log, at)]));
}

/** No cut is behind what is shown: what comes later is after it. */
function sequenceAtTime({ source, end }: ShownLines, at: number): number {
  return Math.min(end, source.sequenceAtTime(at));
}

/** One way through the lines. */
type Direction = {
  /** The next line of one log from a cut on. */
  readonly next: (log: ShownLines, cut: number) => number | undefined;
  /** The cut behind a line. */
  readonly past: (sequence: number) => number;
  /** Whether a line of this time comes before the best of the logs that are given before its own. */
  readonly isFirst: (time: number, best: number) => boolean;
};
const backwards: Direction = {
  next: ({ before }, cut) => before(cut),
  past: (sequence) => sequence,
  isFirst: (time, best) => time >= best,
};
const forwards: Direction = {
  next: ({ from }, cut) => from(cut),
  past: (sequence) => sequence + 1,
  isFirst: (time, best) => time < best,
};

/** The lines before a cut, oldest first, `count` at most. */
export function linesBefore(logs: readonly ShownLines[], cut: LogPosition, count: number): readonly LinePlace[] {
  return merge(logs, cut, count, backwards).reverse();
}

/** The lines after a cut, oldest first, `count` at most. */
export function linesAfter(logs: readonly ShownLines[], cut: LogPosition, count: number): readonly LinePlace[] {
  return merge(logs, cut, count, forwards);
}

function merge(logs: readonly ShownLines[], cut: LogPosition, count: number, direction: Direction): LinePlace[] {
  const cuts = cutsOf(logs, cut);
  const heads = logs.map((log, index) => direction.next(log, cuts[index] ?? 0));
  const lines: LinePlace[] = [];
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

/** The cut `count` lines further back. */
export function moveBack(logs: readonly ShownLines[], cut: LogPosition, count: number): LogPosition {
  return moved(logs, cut, linesBefore(logs, cut, count).toReversed(), backwards);
}

/** The cut `count` lines further on, or undefined where nothing is shown after it. */
export function moveForward(logs: readonly ShownLines[], cut: LogPosition, count: number): LogPosition | undefined {
  const next = moved(logs, cut, linesAfter(logs, cut, count), forwards);
  return linesAfter(logs, next, 1).length === 0 ? undefined : next;
}

function moved(
  logs: readonly ShownLines[],
  cut: LogPosition,
  lines: readonly LinePlace[],
  { past }: Direction,
): LogPosition {
  const cuts = cutsOf(logs, cut);
  const next = new Map(logs.map(({ source }, index) => [source.key, cuts[index] ?? 0]));
  for (const { key, sequence } of lines) next.set(key, past(sequence));
  return next;
}

/** How many lines passed since a cut. */
export function countAfter(logs: readonly ShownLines[], cut: LogPosition): number {
  const cuts = cutsOf(logs, cut);
  return logs.reduce((sum, { countFrom }, index) => sum + countFrom(cuts[index] ?? 0), 0);
}

/** A log that came after the cut was made is cut at the same time as the others. */
function cutsOf(logs: readonly ShownLines[], cut: LogPosition): readonly number[] {
  let time: number | undefined;
  const timeOfCut = () => {
    time ??= largest(
      logs.map(({ source }) => source.timeAt((cut.get(source.key) ?? 0) - 1)),
      Number.NEGATIVE_INFINITY,
    );
    return time;
  };
  return logs.map((log) => cut.get(log.source.key) ?? sequenceAtTime(log, timeOfCut() + 1));
}
