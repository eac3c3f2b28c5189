import { hasEnded } from '../../flink/has-ended.ts';
import type { ClusterOverview, JobOverview, JobState, TaskManager } from '../../flink/responses.ts';

export type ClusterCounts = Omit<ClusterOverview, 'flinkVersion'>;

/**
 * Computes the counts of `/overview` locally, because that request calls every JobMaster. As in Flink, every job that
 * has not ended counts as running.
 */
export function countCluster(jobs: readonly JobOverview[], taskManagers: readonly TaskManager[]): ClusterCounts {
  const counts = new Map<JobState, number>();
  for (const { state } of jobs) counts.set(state, (counts.get(state) ?? 0) + 1);
  const countIn = (state: JobState) => counts.get(state) ?? 0;
  return {
    taskManagers: taskManagers.length,
    slotsTotal: taskManagers.reduce((sum, { slots }) => sum + slots, 0),
    slotsAvailable: taskManagers.reduce((sum, { freeSlots }) => sum + freeSlots, 0),
    jobsRunning: [...counts].reduce((sum, [state, count]) => (hasEnded(state) ? sum : sum + count), 0),
    jobsFinished: countIn('FINISHED'),
    jobsCancelled: countIn('CANCELED'),
    jobsFailed: countIn('FAILED'),
  };
}
