import type { KubeletTime } from '../intake/kubelet-time.ts';
import { createTimedLines } from '../intake/timed-lines.ts';

/** A line of a log with timestamps, as bytes. */
export type TimestampedLine = {
  /** The kubelet's time, epoch ms; undefined if the line has no timestamp. */
  readonly at: number | undefined;
  /** Nanoseconds within the second. */
  readonly nanoseconds: number;
  /** The line with its timestamp, without the line feed. Shares memory with the received chunk. */
  readonly bytes: Buffer;
  /** Offset of the text after the timestamp. */
  readonly textFrom: number;
};

export type TimestampedLines = {
  /** Returns the lines completed by this chunk. Chunks may end anywhere. */
  readonly push: (chunk: Uint8Array) => readonly TimestampedLine[];
  /** Returns the incomplete last line. */
  readonly flush: () => TimestampedLine | undefined;
};

/** Splits bytes into lines without decoding or truncating them, to forward a container's output. */
export function createTimestampedLines(): TimestampedLines {
  let lines: TimestampedLine[] = [];
  const splitter = createTimedLines(
    (bytes, from, to, time) => lines.push(toTimestampedLine(bytes, from, to, time)),
    'bytes',
  );
  const takeLines = () => {
    const taken = lines;
    lines = [];
    return taken;
  };
  return {
    push: (chunk) => {
      splitter.push(chunk);
      return takeLines();
    },
    flush: () => {
      splitter.flush();
      return takeLines()[0];
    },
  };
}

/** Creates a line object that can outlive the callback. */
export function toTimestampedLine(
  bytes: Buffer,
  from: number,
  to: number,
  time: KubeletTime | undefined,
): TimestampedLine {
  const lineBytes = bytes.subarray(from, to);
  if (time === undefined) return { at: undefined, nanoseconds: 0, bytes: lineBytes, textFrom: 0 };
  return { at: time.at(), nanoseconds: time.nanoseconds(), bytes: lineBytes, textFrom: time.length() };
}
