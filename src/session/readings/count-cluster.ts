import type { ClusterOverview, JobOverview, JobState, TaskManager } from '../../flink/answers.ts';
import { hasEnded } from '../../flink/has-ended.ts';

export type ClusterCounts = Omit<ClusterOverview, 'flinkVersion'>;

/**
 * What `/overview` would say, without asking: like the list of jobs it is a question to every JobMaster. What goes on
 * counts as running, as there.
 */
export function countCluster(jobs: readonly JobOverview[], taskManagers: readonly TaskManager[]): ClusterCounts {
  const counts = new Map<JobState, number>();
  for (const { state } of jobs) counts.set(state, (counts.get(state) ?? 0) + 1);
  const inState = (state: JobState) => counts.get(state) ?? 0;
  return {
    taskManagers: taskManagers.length,
    slotsTotal: taskManagers.reduce((sum, { slots }) => sum + slots, 0),
    slotsAvailable: taskManagers.reduce((sum, { freeSlots }) => sum + freeSlots, 0),
    jobsRunning: [...counts].reduce((sum, [state, count]) => (hasEnded(state) ? sum : sum + count), 0),
    jobsFinished: inState('FINISHED'),
    jobsCancelled: inState('CANCELED'),
    jobsFailed: inState('FAILED'),
  };
}
