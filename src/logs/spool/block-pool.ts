/** A pool of block buffers. Reuse avoids allocations when many lines are received. */
export type BlockPool = {
  readonly acquire: () => Buffer;
  /** Puts an unused buffer back into the pool. */
  readonly release: (buffer: Buffer) => void;
};

/** Size limit of a block, the largest unit of a read or write. A line takes at most a quarter of a block. */
export const blockBytes = 256 * 1024;
const maxFree = 8;

export function createBlockPool(): BlockPool {
  const free: Buffer[] = [];
  return {
    acquire: () => free.pop() ?? Buffer.allocUnsafeSlow(blockBytes),
    release: (buffer) => {
      if (buffer.length === blockBytes && free.length < maxFree) free.push(buffer);
    },
  };
}
