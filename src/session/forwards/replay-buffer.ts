/** Limit of the client data kept until the pod responds. It is replayed to another pod if this one refuses. */
const maxBytes = 65_536;

export type ReplayBuffer = {
  readonly add: (chunk: Buffer) => void;
  readonly clear: () => void;
  /** Whether reading from the client should pause. Data that was already read is still kept. */
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
    clear: () => {
      chunks = [];
      bytes = 0;
    },
    isFull: () => bytes >= maxBytes,
    chunks: () => chunks,
  };
}
