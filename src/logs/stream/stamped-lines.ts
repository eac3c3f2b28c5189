import { createKubeletTime } from '../ingest/kubelet-time.ts';

/** A line of a log that was asked for with times, as bytes. */
export type StampedLine = {
  /** The kubelet's time, epoch ms; undefined if it came without one. */
  readonly at: number | undefined;
  /** Of its second. */
  readonly nanoseconds: number;
  /** As it came, with the kubelet's time and without the line feed. Shares memory with the chunk that it came in. */
  readonly bytes: Buffer;
  /** Where in them the text begins. */
  readonly textFrom: number;
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
  const time = createKubeletTime();
  let parts: Buffer[] = [];
  let keptBytes = 0;

  const read = (bytes: Buffer): StampedLine => {
    if (!time.read(bytes, 0, bytes.length)) return { at: undefined, nanoseconds: 0, bytes, textFrom: 0 };
    return { at: time.at(), nanoseconds: time.nanoseconds(), bytes, textFrom: time.length() };
  };
  const keep = (part: Buffer) => {
    parts.push(part);
    keptBytes += part.length;
  };
  const take = (): StampedLine => {
    const line = read(Buffer.concat(parts));
    parts = [];
    keptBytes = 0;
    return line;
  };

  return {
    push: (chunk) => {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const lines: StampedLine[] = [];
      let from = 0;
      for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, from)) {
        const part = bytes.subarray(from, end);
        if (keptBytes === 0) lines.push(read(part));
        else {
          keep(part);
          lines.push(take());
        }
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
