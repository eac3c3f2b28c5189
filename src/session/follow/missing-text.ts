import { formatDuration } from '../../text/duration.ts';
import { utcTime } from '../../text/utc-time.ts';

/** `12s may be missing, from 2026-11-23T10:00:01Z to 2026-11-23T10:00:13Z: the kubelet rotated the log` */
export function missingText(from: number, to: number, cause: string): string {
  return `${formatDuration(to - from)} may be missing, from ${utcTime(from)} to ${utcTime(to)}: ${cause}`;
}
