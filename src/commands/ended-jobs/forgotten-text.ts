import type { RememberedJob } from '../../session/journal/last-seen/remembered-job.ts';
import { utcClockAndAge } from '../../text/utc-time.ts';

/** `Flink no longer knows orders: LOST at 14:02:11 UTC (3h ago)` */
export function forgottenText({ name, state, endedAt }: RememberedJob, now: number): string {
  return `Flink no longer knows ${name}: ${state}${endedAt === undefined ? '' : ` at ${utcClockAndAge(endedAt, now)}`}`;
}
