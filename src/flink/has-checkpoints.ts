import type { JobState } from './responses.ts';

/**
 * Returns whether Flink serves the checkpoints of a job. While a job initializes, each request for them logs an error with a
 * stack trace in the JobManager (`UnavailableDispatcherOperationException`).
 */
export function hasCheckpoints(state: JobState): boolean {
  return state !== 'INITIALIZING';
}
