/** Maximum size of a kept line, including its timestamp. The rest of the line is counted and dropped. */
export const maxLineBytes = 64 * 1024;
/** Lines above this size are passed on in pieces, without waiting for their end. */
const maxHeldBytes = 16 * 1024 * 1024;

/** `text`: no trailing carriage return, truncated to the limit. `bytes`: unchanged except for the line feed. */
export type LineForm = 'text' | 'bytes';

/** Receives one line as a range of a buffer. The bytes may share memory with the chunk. */
export type LineHandler = (bytes: Buffer, from: number, to: number, truncatedBytes: number) => void;

export type LineSplitter = {
  /** Emits the lines completed by this chunk. Chunks may end anywhere, even within a character. */
  readonly push: (chunk: Uint8Array) => void;
  /** Emits the incomplete last line. */
  readonly flush: () => void;
  /** Drops the incomplete last line. */
  readonly reset: () => void;
};

const lineFeed = 10;
const carriageReturn = 13;
const emptyBuffer = Buffer.alloc(0);

/**
 * Splits bytes into lines without their line ends. Only lines that span chunks are copied, and a line without an end
 * takes bounded memory.
 */
export function createLineSplitter(onLine: LineHandler, form: LineForm = 'text'): LineSplitter {
  const isText = form === 'text';
  const maxBytes = isText ? maxLineBytes : Number.POSITIVE_INFINITY;
  /** The incomplete line from earlier chunks. */
  let rest: Buffer = emptyBuffer;
  let restLength = 0;
  let truncatedBytes = 0;

  const addToRest = (chunk: Buffer, from: number, to: number) => {
    const length = Math.min(to - from, maxBytes - restLength);
    if (restLength + length > rest.length) {
      const larger = Buffer.allocUnsafe(Math.min(maxBytes, 2 * (restLength + length)));
      rest.copy(larger, 0, 0, restLength);
      rest = larger;
    }
    chunk.copy(rest, restLength, from, from + length);
    restLength += length;
    truncatedBytes += to - from - length;
  };
  const reset = () => {
    rest = emptyBuffer;
    restLength = 0;
    truncatedBytes = 0;
  };
  const trimmedEnd = (bytes: Buffer, from: number, to: number) =>
    isText ? withoutCarriageReturn(bytes, from, to) : to;
  const emitRest = () => {
    const end = truncatedBytes > 0 ? wholeCharacters(rest, 0, restLength) : trimmedEnd(rest, 0, restLength);
    onLine(rest, 0, end, truncatedBytes > 0 ? truncatedBytes + restLength - end : 0);
    reset();
  };

  return {
    push: (chunk) => {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      let from = 0;
      for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, from)) {
        if (restLength > 0 || end - from > maxBytes) {
          addToRest(bytes, from, end);
          emitRest();
        } else onLine(bytes, from, trimmedEnd(bytes, from, end), 0);
        from = end + 1;
      }
      if (from < bytes.length) addToRest(bytes, from, bytes.length);
      if (restLength > maxHeldBytes) emitRest();
    },
    flush: () => {
      if (restLength > 0) emitRest();
    },
    reset,
  };
}

function withoutCarriageReturn(bytes: Buffer, from: number, to: number): number {
  return to > from && bytes[to - 1] === carriageReturn ? to - 1 : to;
}

/** Returns the end of the last complete UTF-8 character. */
function wholeCharacters(bytes: Buffer, from: number, to: number): number {
  for (let distance = 1; distance <= Math.min(4, to - from); distance += 1) {
    const byte = bytes[to - distance] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return width > distance ? to - distance : to;
  }
  return to;
}
