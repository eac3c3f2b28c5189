import { readStamp } from './read-stamp.ts';

/** A line of a log that was asked for with times, as bytes. */
export type StampedLine = {
  /** Epoch ms with a fraction, as near to the kubelet's nanoseconds as a number can be; undefined if it came without a time. */
  readonly at: number | undefined;
  /** The kubelet's time as it is written; empty if there was none. */
  readonly stamp: string;
  /** As it came, without the kubelet's time and the line feed. Shares memory with the chunk that it came in. */
  readonly bytes: Buffer;
};

export type StampedLines = {
  /** The lines that this chunk ends. Chunks may be cut anywhere. */
  readonly push: (chunk: Uint8Array) => readonly StampedLine[];
  /** What came since the last line feed, as a line of its own. */
  readonly flush: () => StampedLine | undefined;
  /** Forgets what came since the last line feed. */
  readonly reset: () => void;
};

/** A line that is longer is passed on in pieces: it is not kept until its end comes. */
const longestKept = 16 * 1024 * 1024;
const lineFeed = 10;

/** Bytes to lines, nothing decoded and nothing cut: for passing on what a container wrote. */
export function createStampedLines(): StampedLines {
  let parts: Buffer[] = [];
  let keptBytes = 0;

  const keep = (part: Buffer) => {
    parts.push(part);
    keptBytes += part.length;
  };
  const take = (): StampedLine => {
    const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    parts = [];
    keptBytes = 0;
    const stamp = readStamp(bytes);
    if (stamp === undefined) return { at: undefined, stamp: '', bytes };
    return { at: stamp.at, stamp: stamp.text, bytes: bytes.subarray(stamp.text.length + 1) };
  };

  return {
    push: (chunk) => {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const lines: StampedLine[] = [];
      let from = 0;
      for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, from)) {
        keep(bytes.subarray(from, end));
        lines.push(take());
        from = end + 1;
      }
      if (from < bytes.length) keep(bytes.subarray(from));
      if (keptBytes > longestKept) lines.push(take());
      return lines;
    },
    flush: () => (keptBytes === 0 ? undefined : take()),
    reset: () => {
      parts = [];
      keptBytes = 0;
    },
  };
}
