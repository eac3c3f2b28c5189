/** So much of what a client says is kept until the pod answers, to be said again to another pod if this one refuses. */
const mostKeptBytes = 65_536;

export type ReplayBuffer = {
  readonly add: (chunk: Buffer) => void;
  readonly forget: () => void;
  /** No more should be read from the client; what was read before is kept all the same. */
  readonly isFull: () => boolean;
  readonly chunks: () => readonly Buffer[];
};

export function createReplayBuffer(): ReplayBuffer {
  let chunks: Buffer[] = [];
  let bytes = 0;
  return {
    add: (chunk) => {
      chunks.push(chunk);
      bytes += chunk.length;
    },
    forget: () => {
      chunks = [];
      bytes = 0;
    },
    isFull: () => bytes >= mostKeptBytes,
    chunks: () => chunks,
  };
}
