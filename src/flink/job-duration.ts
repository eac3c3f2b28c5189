import type { JobOverview } from './responses.ts';

/**
 * Returns the time from a job's start to its end, or to `now` while it runs, in milliseconds. Flink's own `duration` is
 * the same, but changes in every response.
 */
export function jobDurationMs({ startTime, endTime }: Pick<JobOverview, 'startTime' | 'endTime'>, now: number): number {
  return Math.max(0, (endTime ?? now) - startTime);
}
