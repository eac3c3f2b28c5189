// What the gaps of a log say: why lines are missing there, or may be.
import { formatDuration } from '../../text/duration.ts';
import { utcTime } from '../../text/utc-time.ts';

// In a file a gap is a line like any other, and says whose it is.
const sign = '[flink-tui] ';

export function gapBytes(cause: string, at: number): Buffer {
  return Buffer.from(`${new Date(at).toISOString()} ${sign}${cause.replaceAll('\n', ' ')}`);
}

export function gapCause(text: string): string {
  return text.startsWith(sign) ? text.slice(sign.length) : text;
}

/** A log that was asked for again does not reach back to the newest line that is here. Epoch ms. */
export function notReachedText(newestAt: number, nextAt: number): string {
  return missingBetween(newestAt, nextAt, 'the log was rotated, or begins anew');
}

/** The kubelet went on with another file before the end of this one was read. Epoch ms. */
export function skippedText(from: number, to: number): string {
  return missingBetween(from, to, 'the kubelet rotated the log faster than it could be read');
}

/** Epoch ms of the last line that was read. */
export function lostWithPodText(newestAt: number): string {
  return `${missingAfter(newestAt)}: the connection broke, and then the pod was gone`;
}

export type Restart = {
  /** How the run before ended; undefined if that is not known. */
  readonly end: string | undefined;
  readonly times: number;
  /** Epoch ms of the last line that was read of the run before; undefined if all of it was. */
  readonly lostAfter: number | undefined;
};

/** `the container was started again (exit code 239: …)`, and what may be missing before it. */
export function restartText({ end, times, lostAfter }: Restart): string {
  const often = times > 1 ? ` ${times} times` : '';
  const how = end === undefined ? '' : ` (${end})`;
  const loss = lostAfter === undefined ? '' : `; ${missingAfter(lostAfter)}`;
  return `the container was started again${often}${how}${loss}`;
}

/** A log has ended for good. */
export function overText(reason: string): string {
  return `nothing more will come: ${reason}`;
}

function missingBetween(from: number, to: number, cause: string): string {
  const span = to - from < 1000 ? 'less than 1s' : formatDuration(to - from);
  return `${span} may be missing, from ${utcTime(from)} to ${utcTime(to)}: ${cause}`;
}

function missingAfter(at: number): string {
  return `lines after ${utcTime(at)} may be missing`;
}
