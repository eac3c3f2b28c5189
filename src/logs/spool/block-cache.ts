import { closeSync, openSync, readSync } from 'node:fs';
import { blockBytes } from './block-pool.ts';
import type { Block } from './segment.ts';

const maxBlocks = 8;

/** The most recently read blocks. Buffers are reused, so reading a whole spool takes only 2 MiB. */
export type BlockCache = {
  /** @throws the file system error */
  readonly read: (path: string, block: Block) => Buffer;
};

export function createBlockCache(): BlockCache {
  /** Ordered by last use, oldest first. */
  const buffers = new Map<Block, Buffer>();
  const takeBuffer = (): Buffer => {
    if (buffers.size < maxBlocks) return Buffer.allocUnsafeSlow(blockBytes);
    for (const [block, buffer] of buffers) {
      buffers.delete(block);
      return buffer;
    }
    return Buffer.allocUnsafeSlow(blockBytes);
  };
  return {
    read: (path, block) => {
      const cached = buffers.get(block);
      const buffer = cached ?? takeBuffer();
      buffers.delete(block);
      if (cached === undefined) readInto(buffer, path, block);
      buffers.set(block, buffer);
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
      if (count === 0) throw new Error(`${path} was truncated`);
      read += count;
    }
  } finally {
    closeSync(file);
  }
}
