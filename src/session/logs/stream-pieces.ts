import { createKubeletTime } from '../../logs/intake/kubelet-time.ts';

/** Consecutive bytes of a log stream, with the time of their first line relative to the previous line. */
export type StreamPiece = {
  readonly bytes: Uint8Array;
  readonly continuity:
    | 'continuous'
    | { readonly jump: 'ahead'; readonly from: number; readonly to: number }
    | { readonly jump: 'back' };
  /** Epoch ms of the first line that starts in the piece; undefined if no line has a time. */
  readonly firstAt: number | undefined;
};

type StreamPieces = {
  readonly push: (chunk: Uint8Array) => readonly StreamPiece[];
  /** Returns the start of a line that is still held at the end of the stream. */
  readonly end: () => Uint8Array | undefined;
};

/** Length of an RFC 3339 time with nanoseconds, zone and trailing space. */
const timeBytes = 36;
const lineFeed = 10;
/** The kubelet rotates at most every 3 s, and every 10 s by default. */
const aheadMs = 3000;

/**
 * Splits a stream where the kubelet's times jump: after a pause in the log, or when the kubelet switches files (see
 * copy-stream.ts).
 */
export function createStreamPieces(): StreamPieces {
  const time = createKubeletTime();
  let held: Uint8Array | undefined;
  let isAtLineStart = true;
  let lastAt: number | undefined;
  /** Nanoseconds within the millisecond `lastAt`. */
  let lastNanoseconds = 0;

  const nextContinuity = (): StreamPiece['continuity'] => {
    const at = time.at();
    const nanoseconds = time.nanoseconds() % 1e6;
    const beforeAt = lastAt ?? at;
    const isBack = at < beforeAt || (at === lastAt && nanoseconds < lastNanoseconds);
    lastAt = at;
    lastNanoseconds = nanoseconds;
    if (isBack) return { jump: 'back' };
    return at - beforeAt >= aheadMs ? { jump: 'ahead', from: beforeAt, to: at } : 'continuous';
  };

  return {
    push: (chunk) => {
      const bytes = held === undefined ? chunk : Buffer.concat([held, chunk]);
      held = undefined;
      const pieces: StreamPiece[] = [];
      let piece: { from: number; continuity: StreamPiece['continuity']; firstAt: number | undefined } = {
        from: 0,
        continuity: 'continuous',
        firstAt: undefined,
      };
      const close = (to: number) => {
        const { from, ...rest } = piece;
        if (to > from) pieces.push({ bytes: bytes.subarray(from, to), ...rest });
      };
      let start = isAtLineStart ? 0 : bytes.indexOf(lineFeed) + 1;
      let end = bytes.length;
      isAtLineStart = isAtLineStart || start > 0;
      while (isAtLineStart) {
        const next = bytes.indexOf(lineFeed, start) + 1;
        if (next === 0 && bytes.length - start < timeBytes) {
          // Copy the bytes, because a view would keep the whole chunk in memory.
          if (start < bytes.length) held = Uint8Array.prototype.slice.call(bytes, start);
          end = start;
          break;
        }
        if (time.read(bytes, start, bytes.length)) {
          const continuity = nextContinuity();
          if (continuity !== 'continuous') {
            close(start);
            piece = { from: start, continuity, firstAt: undefined };
          }
          piece.firstAt ??= time.at();
        }
        if (next === 0) isAtLineStart = false;
        else start = next;
      }
      close(end);
      return pieces;
    },
    end: () => {
      const rest = held;
      held = undefined;
      return rest;
    },
  };
}
