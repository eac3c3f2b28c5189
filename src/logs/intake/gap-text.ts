// Texts of gap markers, which say why lines are or may be missing.
import { formatDuration } from '../../text/duration.ts';
import { utcTime } from '../../text/utc-time.ts';

// Gap markers are ordinary lines in the spool file. This prefix identifies them.
const prefix = '[flink-tui] ';

export function formatGapMarker(reason: string, at: number): Buffer {
  return Buffer.from(`${new Date(at).toISOString()} ${prefix}${reason.replaceAll('\n', ' ')}`);
}

export function parseGapReason(text: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

/** Describes a gap in a resumed log, which starts after the newest kept line. Times are epoch ms. */
export function describeMissedLines(newestAt: number, nextAt: number): string {
  return missingBetween(newestAt, nextAt, 'log rotation or restart');
}

/** Describes a gap: the log was rotated before the old file was read completely. Times are epoch ms. */
export function describeRotationGap(from: number, to: number): string {
  return missingBetween(from, to, 'the kubelet rotated the log before it was read');
}

/** Describes lines lost with a deleted pod. `newestAt` is the time of the last line read, epoch ms. */
export function describeLinesLostWithPod(newestAt: number): string {
  return `${missingAfter(newestAt)}: the connection broke and the pod is gone`;
}

export type Restart = {
  /** Exit code and reason of the previous run; undefined if unknown. */
  readonly previousExit: string | undefined;
  readonly times: number;
  /** Epoch ms of the last line read from the previous run; undefined if the log of that run was read completely. */
  readonly lostAfter: number | undefined;
};

/** Formats `container restarted (exit code 239: …)`, with a note if lines may be missing. */
export function describeRestart({ previousExit, times, lostAfter }: Restart): string {
  const count = times > 1 ? ` ${times} times` : '';
  const exit = previousExit === undefined ? '' : ` (${previousExit})`;
  const loss = lostAfter === undefined ? '' : `; ${missingAfter(lostAfter)}`;
  return `container restarted${count}${exit}${loss}`;
}

export function describeEndOfLog(reason: string): string {
  return `end of log: ${reason}`;
}

function missingBetween(from: number, to: number, reason: string): string {
  const span = to - from < 1000 ? 'less than 1s' : formatDuration(to - from);
  return `${span} of logs may be missing, from ${utcTime(from)} to ${utcTime(to)}: ${reason}`;
}

function missingAfter(at: number): string {
  return `lines after ${utcTime(at)} may be missing`;
}
