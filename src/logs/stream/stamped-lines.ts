import type { KubeletTime } from '../intake/kubelet-time.ts';
import { createTimedLines } from '../intake/timed-lines.ts';

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
};

/** Bytes to lines, nothing decoded and nothing cut: for passing on what a container wrote. */
export function createStampedLines(): StampedLines {
  let lines: StampedLine[] = [];
  const split = createTimedLines((bytes, from, to, time) => lines.push(stampedLine(bytes, from, to, time)), 'bytes');
  const take = () => {
    const taken = lines;
    lines = [];
    return taken;
  };
  return {
    push: (chunk) => {
      split.push(chunk);
      return take();
    },
    flush: () => {
      split.flush();
      return take()[0];
    },
  };
}

/** For holding on to: the bytes of this line alone. */
export function stampedLine(bytes: Buffer, from: number, to: number, time: KubeletTime | undefined): StampedLine {
  const own = bytes.subarray(from, to);
  if (time === undefined) return { at: undefined, nanoseconds: 0, bytes: own, textFrom: 0 };
  return { at: time.at(), nanoseconds: time.nanoseconds(), bytes: own, textFrom: time.length() };
}
