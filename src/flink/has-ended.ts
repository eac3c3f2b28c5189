import type { JobState } from './answers.ts';

/** Ended for good. SUSPENDED is not: under high availability another JobManager takes the job up (flink.md 3.10). */
export function hasEnded(state: JobState): boolean {
  return state === 'FINISHED' || state === 'CANCELED' || state === 'FAILED';
}
