import type { LogBlock } from '../log-store.ts';
import type { BlockMemory } from './block-memory.ts';
import type { IndexedEntry } from './line-index.ts';
import type { Evictable } from './make-room.ts';
import { createSegment, type Segment } from './segment.ts';
import type { Spool } from './spool.ts';
import type { Usage } from './usage.ts';

type Append = (bytes: Buffer, from: number, to: number, time: number, entry: IndexedEntry, cutBytes: number) => void;

export type Prepended = {
  readonly append: Append;
  /** The sequence after the newest one, as if the first one had 0. */
  readonly end: () => number;
  /** Puts them before the others and returns how many there are. */
  readonly commit: () => number;
  readonly drop: () => void;
};

/** The kept entries of one log, by sequence, over all its segments. */
export type Entries = Evictable & {
  readonly first: () => number;
  readonly end: () => number;
  readonly evictedLines: () => number;
  /** `time` never falls. */
  readonly append: Append;
  /** A run of entries that is built apart and then put before the others. */
  readonly prepend: () => Prepended;
  readonly segmentOf: (sequence: number) => Segment | undefined;
  readonly timeAt: (sequence: number) => number;
  readonly block: (sequence: number) => LogBlock | undefined;
  /** The bytes of one entry, without its line end; false if they cannot be read. */
  readonly read: (sequence: number, use: (bytes: Buffer, from: number, to: number) => void) => boolean;
  readonly remove: () => void;
};

export type EntriesParts = {
  readonly spool: Spool;
  readonly usage: Usage;
  readonly memory: BlockMemory;
  /** How large a segment may be now. */
  readonly segmentBytes: () => number;
};

/** Files are named after `name`. */
export function createEntries(name: string, { spool, usage, memory, segmentBytes }: EntriesParts): Entries {
  const segments: Segment[] = [];
  let recent: Segment | undefined;
  let evictedLines = 0;

  const last = () => segments.at(-1);
  const first = () => segments[0]?.first ?? 0;
  const endOf = (segment: Segment | undefined) => (segment === undefined ? 0 : segment.first + segment.index.length());
  const holds = (segment: Segment, sequence: number) => sequence >= segment.first && sequence < endOf(segment);

  const segmentOf = (sequence: number): Segment | undefined => {
    if (recent !== undefined && holds(recent, sequence)) return recent;
    if (sequence < first() || sequence >= endOf(last())) return undefined;
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((segments[middle]?.first ?? 0) <= sequence) low = middle;
      else high = middle - 1;
    }
    recent = segments[low];
    return recent;
  };
  const segmentFor = (list: Segment[], file: string, length: number, time: number): Segment => {
    const open = list.at(-1);
    const isFull = open !== undefined && (open.bytes() + length > segmentBytes() || !open.reaches(time));
    if (open !== undefined && !isFull) return open;
    open?.close();
    const next = createSegment(file, endOf(open), time, usage, memory);
    list.push(next);
    return next;
  };
  const appendTo =
    (list: Segment[], file: string): Append =>
    (bytes, from, to, time, entry, cutBytes) => {
      const segment = segmentFor(list, file, to - from + 1, time);
      segment.add(bytes, from, to, time, entry, cutBytes);
      spool.isDirty(segment);
    };
  const dropAll = (list: Segment[]) => {
    for (const segment of list) {
      segment.drop();
      spool.remove(segment);
    }
    list.length = 0;
    recent = undefined;
  };

  return {
    first,
    end: () => endOf(last()),
    bytes: () => segments.reduce((sum, segment) => sum + segment.bytes(), 0),
    heldBytes: () => segments.reduce((sum, segment) => sum + segment.heldBytes(), 0),
    evictable: () => Math.max(0, segments.length - 1),
    oldestAt: () => {
      const [oldest] = segments;
      return oldest === undefined ? 0 : oldest.timeAt(oldest.index.length() - 1);
    },
    evict: () => {
      const oldest = segments.shift();
      if (oldest === undefined) return;
      evictedLines += oldest.lines();
      recent = undefined;
      oldest.drop();
      spool.remove(oldest);
    },
    evictedLines: () => evictedLines,
    append: appendTo(segments, name),
    prepend: () => {
      const list: Segment[] = [];
      return {
        // Their files stand before the others, where they are sorted by name.
        append: appendTo(list, `${name}.0000`),
        end: () => endOf(list.at(-1)),
        commit: () => {
          const count = endOf(list.at(-1));
          const moved = first() - count;
          list.at(-1)?.close();
          for (const segment of list) segment.first += moved;
          for (const segment of list.toReversed()) segments.unshift(segment);
          recent = undefined;
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
