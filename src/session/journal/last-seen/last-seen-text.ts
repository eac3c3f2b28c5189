import { formatDuration } from '../../../text/duration.ts';
import { utcClock } from '../../../text/utc-time.ts';
import type { LastSeenEntry } from '../entry.ts';

/** Completes `load`: `as last seen at 14:02:11, 3m before the end`, or why the load is unknown. */
export function lastLoadText(lastSeen: LastSeenEntry | undefined, now: number): string {
  if (lastSeen === undefined) return 'unknown: nobody watched the end of this job';
  const { measuredAt, at, state } = lastSeen;
  if (measuredAt === undefined) return 'not measured before the end';
  const end = state === 'LOST' ? 'before the job was lost' : 'before the end';
  return `as last seen at ${utcClock(measuredAt, now)}, ${formatDuration(Math.max(0, at - measuredAt))} ${end}`;
}
