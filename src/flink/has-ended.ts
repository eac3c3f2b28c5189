import type { JobState } from './responses.ts';

/**
 * Returns true for globally terminal states. With high availability, SUSPENDED is not terminal, because another
 * JobManager recovers the job.
 */
export function hasEnded(state: JobState): boolean {
  return state === 'FINISHED' || state === 'CANCELED' || state === 'FAILED';
}
