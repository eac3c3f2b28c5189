import type { LogBlock } from '../log-store.ts';
import type { BlockPool } from './block-pool.ts';
import type { Evictable } from './enforce-limits.ts';
import type { IndexedEntry } from './line-index.ts';
import { createSegment, type Segment } from './segment.ts';
import type { Spool } from './spool.ts';
import type { Usage } from './usage.ts';

type Append = (
  bytes: Buffer,
  from: number,
  to: number,
  time: number,
  entry: IndexedEntry,
  truncatedBytes: number,
) => void;

export type PrependedEntries = {
  readonly append: Append;
  /** Sequence after the newest entry, counted from 0. */
  readonly end: () => number;
  /** Inserts these entries before all others and returns their number. */
  readonly commit: () => number;
  readonly drop: () => void;
};

/** The kept entries of one log, in all its segments, by sequence. */
export type Entries = Evictable & {
  readonly first: () => number;
  readonly end: () => number;
  readonly evictedLines: () => number;
  /** Appends an entry. `time` must not decrease. */
  readonly append: Append;
  /** Starts a list of entries to insert before all others. */
  readonly prepend: () => PrependedEntries;
  readonly segmentOf: (sequence: number) => Segment | undefined;
  readonly timeAt: (sequence: number) => number;
  readonly block: (sequence: number) => LogBlock | undefined;
  /** Passes the bytes of one entry, without its line end, to `use`; false if they cannot be read. */
  readonly read: (sequence: number, use: (bytes: Buffer, from: number, to: number) => void) => boolean;
  readonly remove: () => void;
};

export type EntriesOptions = {
  readonly spool: Spool;
  readonly usage: Usage;
  readonly memory: BlockPool;
  /** Current size limit of a segment. */
  readonly segmentBytes: () => number;
};

/** Creates an empty log. `name` is the prefix of its file names. */
export function createEntries(name: string, { spool, usage, memory, segmentBytes }: EntriesOptions): Entries {
  const segments: Segment[] = [];
  let lastUsed: Segment | undefined;
  let evictedLines = 0;

  const last = () => segments.at(-1);
  const first = () => segments[0]?.first ?? 0;
  const endOf = (segment: Segment | undefined) => (segment === undefined ? 0 : segment.first + segment.index.length());
  const contains = (segment: Segment, sequence: number) => sequence >= segment.first && sequence < endOf(segment);

  const segmentOf = (sequence: number): Segment | undefined => {
    if (lastUsed !== undefined && contains(lastUsed, sequence)) return lastUsed;
    if (sequence < first() || sequence >= endOf(last())) return undefined;
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((segments[middle]?.first ?? 0) <= sequence) low = middle;
      else high = middle - 1;
    }
    lastUsed = segments[low];
    return lastUsed;
  };
  const segmentFor = (list: Segment[], file: string, length: number, time: number): Segment => {
    const open = list.at(-1);
    const isFull = open !== undefined && (open.bytes() + length > segmentBytes() || !open.canHold(time));
    if (open !== undefined && !isFull) return open;
    open?.close();
    const next = createSegment(file, endOf(open), time, usage, memory);
    list.push(next);
    return next;
  };
  const appendTo =
    (list: Segment[], file: string): Append =>
    (bytes, from, to, time, entry, truncatedBytes) => {
      const segment = segmentFor(list, file, to - from + 1, time);
      segment.add(bytes, from, to, time, entry, truncatedBytes);
      spool.markDirty(segment);
    };
  const dropAll = (list: Segment[]) => {
    for (const segment of list) {
      segment.drop();
      spool.remove(segment);
    }
    list.length = 0;
    lastUsed = undefined;
  };

  return {
    first,
    end: () => endOf(last()),
    bytes: () => segments.reduce((sum, segment) => sum + segment.bytes(), 0),
    heldBytes: () => segments.reduce((sum, segment) => sum + segment.heldBytes(), 0),
    evictableSegments: () => Math.max(0, segments.length - 1),
    oldestAt: () => {
      const [oldest] = segments;
      return oldest === undefined ? 0 : oldest.timeAt(oldest.index.length() - 1);
    },
    evict: () => {
      const oldest = segments.shift();
      if (oldest === undefined) return;
      evictedLines += oldest.lines();
      lastUsed = undefined;
      oldest.drop();
      spool.remove(oldest);
    },
    evictedLines: () => evictedLines,
    append: appendTo(segments, name),
    prepend: () => {
      const list: Segment[] = [];
      return {
        // The names of these files sort before the names of the other files.
        append: appendTo(list, `${name}.0000`),
        end: () => endOf(list.at(-1)),
        commit: () => {
          const count = endOf(list.at(-1));
          const newFirst = first() - count;
          list.at(-1)?.close();
          for (const segment of list) segment.first += newFirst;
          for (const segment of list.toReversed()) segments.unshift(segment);
          lastUsed = undefined;
          return count;
        },
        drop: () => dropAll(list),
      };
    },
    segmentOf,
    timeAt: (sequence) => {
      const segment = segmentOf(sequence);
      return segment === undefined ? 0 : segment.timeAt(sequence - segment.first);
    },
    block: (sequence) => {
      const segment = segmentOf(sequence);
      const block = segment?.blockAt(sequence - segment.first);
      const bytes = segment && block && spool.read(segment, block);
      if (segment === undefined || block === undefined || bytes === undefined) return undefined;
      const count = segment.endOf(block) - block.line;
      const starts = new Uint32Array(count + 1);
      for (let line = 0; line < count; line += 1) starts[line] = segment.index.offset(block.line + line) - block.offset;
      starts[count] = bytes.length;
      return { first: segment.first + block.line, bytes, starts };
    },
    read: (sequence, use) => {
      const segment = segmentOf(sequence);
      const line = sequence - (segment?.first ?? 0);
      const block = segment?.blockAt(line);
      const bytes = segment && block && spool.read(segment, block);
      if (segment === undefined || block === undefined || bytes === undefined) return false;
      const isLast = line + 1 === segment.endOf(block);
      const end = isLast ? block.length : segment.index.offset(line + 1) - block.offset;
      use(bytes, segment.index.offset(line) - block.offset, end - 1);
      return true;
    },
    remove: () => dropAll(segments),
  };
}
