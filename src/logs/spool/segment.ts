import { type BlockPool, blockBytes } from './block-pool.ts';
import { createLineIndex, type IndexedEntry, type LineIndex } from './line-index.ts';
import type { Usage } from './usage.ts';

const firstBytes = 4 * 1024;
/** Blocks above this size get a pooled buffer of full size. */
const pooledFromBytes = 64 * 1024;
/** Written blocks of this size are closed early to free their memory, because there can be many quiet logs. */
const quietBlockBytes = 32 * 1024;
/** Times are stored as 32-bit milliseconds since the segment's first entry. */
const maxSpanMs = 2 ** 32 - 1;

/** A run of complete lines in a segment. */
export type Block = {
  /** Index of the block's first entry in the segment. */
  readonly line: number;
  /** Offset of the first entry in the file. */
  readonly offset: number;
  length: number;
  /** Whether the block is complete. */
  isClosed: boolean;
  /** The content; undefined once the block is closed and completely written to the file. */
  bytes: Buffer | undefined;
  /** Number of bytes already written to the file. */
  written: number;
};

/** Consecutive entries of one source that are evicted together. Each segment has its own file, if files are written. */
export type Segment = {
  /** Sequence of the first entry. Prepended segments get their final value when they are committed. */
  first: number;
  readonly index: LineIndex;
  readonly blocks: readonly Block[];
  readonly truncations: ReadonlyMap<number, number>;
  /** Prefix of the file name. */
  readonly name: string;
  readonly bytes: () => number;
  /** Bytes still held in memory. */
  readonly heldBytes: () => number;
  /** Number of lines, without gap markers. */
  readonly lines: () => number;
  /** Whether an entry with this time can be added. */
  readonly canHold: (time: number) => boolean;
  readonly add: (
    bytes: Buffer,
    from: number,
    to: number,
    time: number,
    entry: IndexedEntry,
    truncatedBytes: number,
  ) => void;
  readonly timeAt: (line: number) => number;
  /** Sets the time of an entry, but not before the segment's first time. Returns the time that was set. */
  readonly setTime: (line: number, time: number) => number;
  readonly blockAt: (line: number) => Block | undefined;
  /** Index of the first entry after a block. */
  readonly endOf: (block: Block) => number;
  readonly close: () => void;
  /** Records that the file has the block's bytes up to `upTo`. Frees a closed block once it is completely written. */
  readonly markWritten: (block: Block, upTo: number) => void;
  /** Removes the segment from the usage counts. */
  readonly drop: () => void;
};

const lineFeed = 10;

export function createSegment(name: string, first: number, baseTime: number, usage: Usage, memory: BlockPool): Segment {
  const index = createLineIndex();
  const blocks: Block[] = [];
  const truncations = new Map<number, number>();
  let open: Block | undefined;
  let bytesTotal = 0;
  let held = 0;
  let written = 0;
  let lines = 0;
  let isDropped = false;

  const addHeld = (bytes: number) => {
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
    memory.release(block.bytes);
    block.bytes = undefined;
    addHeld(-block.length);
  };
  const allocate = (bytes: number): Buffer =>
    bytes > pooledFromBytes ? memory.acquire() : Buffer.allocUnsafeSlow(bytes);
  const blockWithSpace = (length: number): Block & { bytes: Buffer } => {
    if (open !== undefined && open.length + length > blockBytes) closeBlock();
    if (open === undefined) {
      // A large block is probably followed by another large block.
      const previousLength = blocks.at(-1)?.length ?? 0;
      const bytes = allocate(Math.max(previousLength > blockBytes / 2 ? blockBytes : firstBytes, length));
      open = { line: index.length(), offset: bytesTotal, length: 0, isClosed: false, bytes, written: 0 };
      blocks.push(open);
    }
    const block = open as Block & { bytes: Buffer };
    if (block.length + length > block.bytes.length) {
      const larger = allocate(Math.max(block.length + length, block.bytes.length * 4));
      block.bytes.copy(larger, 0, 0, block.length);
      block.bytes = larger;
    }
    return block;
  };

  return {
    first,
    index,
    blocks,
    truncations,
    name,
    bytes: () => bytesTotal,
    heldBytes: () => held,
    lines: () => lines,
    canHold: (time) => time - baseTime <= maxSpanMs,
    add: (bytes, from, to, time, entry, truncatedBytes) => {
      const length = to - from + 1;
      const block = blockWithSpace(length);
      if (truncatedBytes > 0) truncations.set(index.length(), truncatedBytes);
      index.push(bytesTotal, time - baseTime, entry);
      bytes.copy(block.bytes, block.length, from, to);
      block.bytes[block.length + length - 1] = lineFeed;
      block.length += length;
      bytesTotal += length;
      if (entry.role !== 'gap') lines += 1;
      usage.bytes += length;
      addHeld(length);
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
    markWritten: (block, upTo) => {
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
      addHeld(-held);
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
