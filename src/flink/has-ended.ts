import type { JobState } from './answers.ts';

/**
 * Returns true for globally terminal states. SUSPENDED is not one: under high availability another JobManager recovers
 * the job.
 */
export function hasEnded(state: JobState): boolean {
  return state === 'FINISHED' || state === 'CANCELED' || state === 'FAILED';
}
