/** A line is kept up to here, its time included; what goes beyond is counted and not kept. */
export const longestLineBytes = 64 * 1024;
/** A line that is longer is passed on in pieces: it is not held until its end comes. */
const longestHeldBytes = 16 * 1024 * 1024;

/**
 * `text`: without a carriage return at its end, and no longer than is kept. `bytes`: as it came, but for the line feed.
 */
export type LineForm = 'text' | 'bytes';

/** One line, as bytes of a buffer from here to there. They are the chunk's, or stay as they are. */
export type TakeLine = (bytes: Buffer, from: number, to: number, cutBytes: number) => void;

export type LineSplitter = {
  /** Hands on the lines that this chunk ends. Chunks may be cut anywhere, in the middle of a character too. */
  readonly push: (chunk: Uint8Array) => void;
  /** Hands on what came since the last line end, as a line of its own. */
  readonly flush: () => void;
  /** Forgets what came since the last line end. */
  readonly reset: () => void;
};

const lineFeed = 10;
const carriageReturn = 13;
const nothing = Buffer.alloc(0);

/**
 * Bytes to lines, without their line ends. Nothing is copied or decoded but what a chunk's end cuts in two, and a line
 * without an end costs no more than its bound.
 */
export function createLineSplitter(take: TakeLine, form: LineForm = 'text'): LineSplitter {
  const isText = form === 'text';
  const longestBytes = isText ? longestLineBytes : Number.POSITIVE_INFINITY;
  /** What came since the last line end, in chunks before this one. */
  let rest: Buffer = nothing;
  let restLength = 0;
  let cutBytes = 0;

  const keep = (chunk: Buffer, from: number, to: number) => {
    const length = Math.min(to - from, longestBytes - restLength);
    if (restLength + length > rest.length) {
      const larger = Buffer.allocUnsafe(Math.min(longestBytes, 2 * (restLength + length)));
      rest.copy(larger, 0, 0, restLength);
      rest = larger;
    }
    chunk.copy(rest, restLength, from, from + length);
    restLength += length;
    cutBytes += to - from - length;
  };
  const reset = () => {
    rest = nothing;
    restLength = 0;
    cutBytes = 0;
  };
  const endOf = (bytes: Buffer, from: number, to: number) => (isText ? withoutCarriageReturn(bytes, from, to) : to);
  const takeRest = () => {
    const end = cutBytes > 0 ? wholeCharacters(rest, 0, restLength) : endOf(rest, 0, restLength);
    take(rest, 0, end, cutBytes > 0 ? cutBytes + restLength - end : 0);
    reset();
  };

  return {
    push: (chunk) => {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let from = 0;
      for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, from)) {
        if (restLength > 0 || end - from > longestBytes) {
          keep(bytes, from, end);
          takeRest();
        } else take(bytes, from, endOf(bytes, from, end), 0);
        from = end + 1;
      }
      if (from < bytes.length) keep(bytes, from, bytes.length);
      if (restLength > longestHeldBytes) takeRest();
    },
    flush: () => {
      if (restLength > 0) takeRest();
    },
    reset,
  };
}

function withoutCarriageReturn(bytes: Buffer, from: number, to: number): number {
  return to > from && bytes[to - 1] === carriageReturn ? to - 1 : to;
}

/** Up to where no character of UTF-8 is cut in two. */
function wholeCharacters(bytes: Buffer, from: number, to: number): number {
  for (let back = 1; back <= Math.min(4, to - from); back += 1) {
    const byte = bytes[to - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return width > back ? to - back : to;
  }
  return to;
}
