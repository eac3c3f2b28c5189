import { createKubeletTime, type KubeletTime } from './kubelet-time.ts';
import { createLineSplitter, type LineForm, type LineSplitter } from './split-lines.ts';

/**
 * Receives one line of a log with timestamps, as a range of a buffer. `time` is valid until the next line; undefined if
 * the line has no timestamp.
 */
export type TimedLineHandler = (
  bytes: Buffer,
  from: number,
  to: number,
  time: KubeletTime | undefined,
  truncatedBytes: number,
) => void;

/** Splits bytes into lines and parses their timestamps. Does not decode text or allocate objects per line. */
export function createTimedLines(onLine: TimedLineHandler, form: LineForm): LineSplitter {
  const time = createKubeletTime();
  return createLineSplitter((bytes, from, to, truncatedBytes) => {
    onLine(bytes, from, to, time.read(bytes, from, to) ? time : undefined, truncatedBytes);
  }, form);
}
