/**
 * Maximum size of the client data that is kept until the pod responds. If the pod refuses the connection, the data is
 * replayed to another pod.
 */
const maxBytes = 65_536;

export type ReplayBuffer = {
  readonly add: (chunk: Buffer) => void;
  readonly clear: () => void;
  /** Whether reading from the client should pause. Data that was already read is kept anyway. */
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
