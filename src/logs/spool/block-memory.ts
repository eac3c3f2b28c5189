/** Memory for blocks, used again: a flood of lines allocates none. */
export type BlockMemory = {
  readonly take: () => Buffer;
  /** Nobody reads it any more. */
  readonly give: (buffer: Buffer) => void;
};

/** A block is the largest run of lines that is written and read in one go; a line is no longer than a quarter of it. */
export const blockBytes = 256 * 1024;
const mostFree = 8;

export function createBlockMemory(): BlockMemory {
  const free: Buffer[] = [];
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(blockBytes),
    give: (buffer) => {
      if (buffer.length === blockBytes && free.length < mostFree) free.push(buffer);
    },
  };
}
