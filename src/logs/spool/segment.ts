import { type BlockMemory, blockBytes } from './block-memory.ts';
import { createLineIndex, type IndexedEntry, type LineIndex } from './line-index.ts';
import type { Usage } from './usage.ts';

const firstBytes = 4 * 1024;
/** Above it a block has the memory of a whole one. */
const largestOwnBytes = 64 * 1024;
/** A block that is in the file and no smaller is not waited for to be full: quiet logs are many. */
const quietBlockBytes = 32 * 1024;
/** Times are kept as 32 bits of milliseconds since the segment's first one. */
const longestSpanMs = 2 ** 32 - 1;

/** A run of whole lines of a segment. */
export type Block = {
  /** The entry of the segment that it begins with, and where that lies in the file. */
  readonly line: number;
  readonly offset: number;
  length: number;
  /** Nothing more is added to it. */
  isClosed: boolean;
  /** undefined once all of it is in the file. */
  bytes: Buffer | undefined;
  /** Bytes of it that are in the file. */
  written: number;
};

/** Entries of one source that are kept, and go, together: one file, if there is a disk. */
export type Segment = {
  /** The sequence of its first entry; it is not known before the end for a segment that is put before others. */
  first: number;
  readonly index: LineIndex;
  readonly blocks: readonly Block[];
  readonly cuts: ReadonlyMap<number, number>;
  /** What the file is named after. */
  readonly name: string;
  readonly bytes: () => number;
  /** Of that, what is not in the file alone. */
  readonly heldBytes: () => number;
  /** Lines of it that are no gap marks. */
  readonly lines: () => number;
  /** Can an entry of this time be added? */
  readonly reaches: (time: number) => boolean;
  readonly add: (bytes: Buffer, from: number, to: number, time: number, entry: IndexedEntry, cutBytes: number) => void;
  readonly timeAt: (line: number) => number;
  /** As near to it as the segment's first time allows; returns what it is then. */
  readonly setTime: (line: number, time: number) => number;
  readonly blockAt: (line: number) => Block | undefined;
  /** The entry after the last one of a block. */
  readonly endOf: (block: Block) => number;
  readonly close: () => void;
  /** These bytes are in the file now; a closed block that is in it as a whole needs no memory. */
  readonly isWritten: (block: Block, upTo: number) => void;
  /** It is out of everybody's reach. */
  readonly drop: () => void;
};

const lineFeed = 10;

export function createSegment(
  name: string,
  first: number,
  baseTime: number,
  usage: Usage,
  memory: BlockMemory,
): Segment {
  const index = createLineIndex();
  const blocks: Block[] = [];
  const cuts = new Map<number, number>();
  let open: Block | undefined;
  let bytesTotal = 0;
  let held = 0;
  let written = 0;
  let lines = 0;
  let isDropped = false;

  const hold = (bytes: number) => {
    held += bytes;
    usage.held += bytes;
  };
  const closeBlock = () => {
    const block = open;
    open = undefined;
    if (block === undefined) return;
    block.isClosed = true;
    release(block);
  };
  const release = (block: Block) => {
    if (!block.isClosed || block.written < block.length || block.bytes === undefined) return;
    memory.give(block.bytes);
    block.bytes = undefined;
    hold(-block.length);
  };
  const bufferOf = (bytes: number): Buffer => (bytes > largestOwnBytes ? memory.take() : Buffer.allocUnsafeSlow(bytes));
  const roomFor = (length: number): Block & { bytes: Buffer } => {
    if (open !== undefined && open.length + length > blockBytes) closeBlock();
    if (open === undefined) {
      // After one that was full comes another.
      const before = blocks.at(-1)?.length ?? 0;
      const bytes = bufferOf(Math.max(before > blockBytes / 2 ? blockBytes : firstBytes, length));
      open = { line: index.length(), offset: bytesTotal, length: 0, isClosed: false, bytes, written: 0 };
      blocks.push(open);
    }
    const block = open as Block & { bytes: Buffer };
    if (block.length + length > block.bytes.length) {
      const larger = bufferOf(Math.max(block.length + length, block.bytes.length * 4));
      block.bytes.copy(larger, 0, 0, block.length);
      block.bytes = larger;
    }
    return block;
  };

  return {
    first,
    index,
    blocks,
    cuts,
    name,
    bytes: () => bytesTotal,
    heldBytes: () => held,
    lines: () => lines,
    reaches: (time) => time - baseTime <= longestSpanMs,
    add: (bytes, from, to, time, entry, cutBytes) => {
      const length = to - from + 1;
      const block = roomFor(length);
      if (cutBytes > 0) cuts.set(index.length(), cutBytes);
      index.push(bytesTotal, time - baseTime, entry);
      bytes.copy(block.bytes, block.length, from, to);
      block.bytes[block.length + length - 1] = lineFeed;
      block.length += length;
      bytesTotal += length;
      if (entry.role !== 'gap') lines += 1;
      usage.bytes += length;
      hold(length);
    },
    timeAt: (line) => baseTime + index.timeDelta(line),
    setTime: (line, time) => {
      const delta = Math.max(0, time - baseTime);
      index.setTimeDelta(line, delta);
      return baseTime + delta;
    },
    blockAt: (line) => blocks[lastAtOrBefore(blocks, line)],
    endOf: (block) => blocks[lastAtOrBefore(blocks, block.line) + 1]?.line ?? index.length(),
    close: () => {
      closeBlock();
      index.trim();
    },
    isWritten: (block, upTo) => {
      if (isDropped) return;
      usage.written += upTo - block.written;
      written += upTo - block.written;
      block.written = upTo;
      if (!block.isClosed && upTo >= quietBlockBytes) closeBlock();
      release(block);
    },
    drop: () => {
      usage.bytes -= bytesTotal;
      usage.written -= written;
      hold(-held);
      isDropped = true;
    },
  };
}

function lastAtOrBefore(blocks: readonly Block[], line: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((blocks[middle]?.line ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return low;
}
