import { closeSync, openSync, readSync } from 'node:fs';
import { blockBytes } from './block-memory.ts';
import type { Block } from './segment.ts';

const slots = 8;

/**
 * The blocks that were read last. Their memory is used again for others, so that reading a whole spool costs no more
 * than these: 2 MiB.
 */
export type BlockCache = {
  /** Throws what the file system says. */
  readonly read: (path: string, block: Block) => Buffer;
};

export function createBlockCache(): BlockCache {
  /** By when they were last used, the oldest first. */
  const known = new Map<Block, Buffer>();
  const free = (): Buffer => {
    if (known.size < slots) return Buffer.allocUnsafeSlow(blockBytes);
    for (const [block, buffer] of known) {
      known.delete(block);
      return buffer;
    }
    return Buffer.allocUnsafeSlow(blockBytes);
  };
  return {
    read: (path, block) => {
      const cached = known.get(block);
      const buffer = cached ?? free();
      known.delete(block);
      if (cached === undefined) readInto(buffer, path, block);
      known.set(block, buffer);
      return buffer.subarray(0, block.length);
    },
  };
}

function readInto(buffer: Buffer, path: string, { offset, length }: Block): void {
  const file = openSync(path, 'r');
  try {
    let read = 0;
    while (read < length) {
      const count = readSync(file, buffer, read, length - read, offset + read);
      if (count === 0) throw new Error(`${path} is shorter than it was`);
      read += count;
    }
  } finally {
    closeSync(file);
  }
}
