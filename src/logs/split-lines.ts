/** A line is kept up to here; what goes beyond is counted and not kept. */
export const longestLineBytes = 64 * 1024;

export type SplitLine = { readonly text: string; readonly cutBytes: number };

export type LineSplitter = {
  /** The lines that this chunk ends. Chunks may be cut anywhere, in the middle of a character too. */
  readonly push: (chunk: Uint8Array) => readonly SplitLine[];
  /** What came since the last line end, as a line of its own. */
  readonly flush: () => SplitLine | undefined;
  /** Forgets what came since the last line end. */
  readonly reset: () => void;
};

const lineFeed = 10;
const carriageReturn = 13;

/**
 * Bytes to lines, without their line ends (LF or CRLF). It works on bytes and decodes whole lines, so that a
 * character cut in two by a chunk's end costs nothing, and a line without an end costs no more than its bound.
 */
export function createLineSplitter(): LineSplitter {
  let parts: Uint8Array[] = [];
  let keptBytes = 0;
  let cutBytes = 0;

  const reset = () => {
    parts = [];
    keptBytes = 0;
    cutBytes = 0;
  };
  const keep = (part: Uint8Array) => {
    const room = longestLineBytes - keptBytes;
    if (room > 0 && part.length > 0) parts.push(part.length > room ? part.subarray(0, room) : part);
    keptBytes += Math.min(part.length, room);
    cutBytes += Math.max(0, part.length - room);
  };
  const take = (): SplitLine => {
    const bytes = parts.length === 1 && parts[0] !== undefined ? asBuffer(parts[0]) : Buffer.concat(parts);
    const end = cutBytes > 0 ? wholeCharacters(bytes) : withoutCarriageReturn(bytes);
    const line = { text: bytes.toString('utf8', 0, end), cutBytes: cutBytes > 0 ? cutBytes + bytes.length - end : 0 };
    reset();
    return line;
  };

  return {
    push: (chunk) => {
      const lines: SplitLine[] = [];
      let from = 0;
      for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, from)) {
        keep(chunk.subarray(from, end));
        lines.push(take());
        from = end + 1;
      }
      // A copy: the sender may use its memory again, and a short rest must not hold a large chunk.
      if (from < chunk.length) keep(Uint8Array.prototype.slice.call(chunk, from));
      return lines;
    },
    flush: () => (keptBytes === 0 ? undefined : take()),
    reset,
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function withoutCarriageReturn(bytes: Buffer): number {
  return bytes.length > 0 && bytes[bytes.length - 1] === carriageReturn ? bytes.length - 1 : bytes.length;
}

/** The length up to which no character of UTF-8 is cut in two. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return width > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
