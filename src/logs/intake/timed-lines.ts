import { createKubeletTime, type KubeletTime } from './kubelet-time.ts';
import { createLineSplitter, type LineForm, type LineSplitter } from './split-lines.ts';

/**
 * A line of a log that was asked for with times, as bytes of a buffer: its time, which is undefined if it came without
 * one and else stands until the next line, and then its text.
 */
export type TakeTimedLine = (
  bytes: Buffer,
  from: number,
  to: number,
  time: KubeletTime | undefined,
  cutBytes: number,
) => void;

/** Bytes to lines with their times; nothing is decoded, and no object made: there are many. */
export function createTimedLines(take: TakeTimedLine, form: LineForm): LineSplitter {
  const time = createKubeletTime();
  return createLineSplitter((bytes, from, to, cutBytes) => {
    take(bytes, from, to, time.read(bytes, from, to) ? time : undefined, cutBytes);
  }, form);
}
