import type { JobState } from './responses.ts';

/**
 * Returns true for globally terminal states. SUSPENDED is not globally terminal: with high availability, another
 * JobManager recovers the job.
 */
export function hasEnded(state: JobState): boolean {
  return state === 'FINISHED' || state === 'CANCELED' || state === 'FAILED';
}
