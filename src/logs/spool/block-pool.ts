/** A pool of block buffers, so that a flood of lines causes no allocations. */
export type BlockPool = {
  readonly acquire: () => Buffer;
  /** Returns a buffer that is no longer used. */
  readonly release: (buffer: Buffer) => void;
};

/** Size limit of a block, the largest unit that is written and read at once. A line takes at most a quarter of it. */
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
