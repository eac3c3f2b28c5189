import type { JobOverview } from '../../../flink/responses.ts';
import type { Screen } from '../screen.ts';
import { changeLogs } from './change-logs.ts';
import { filterFromEnd, withFilter } from './filter-logs.ts';
import type { LogFilterItem, LogsState } from './logs-state.ts';

type Job = Pick<JobOverview, 'id' | 'name'>;

/**
 * Filters by a job and follows the end of its pods' logs. `followJob` reads the task names and TaskManagers.
 */
export function filterByJob(screen: Screen, job: Job): void {
  changeLogs(screen, { job: followedJobOf(job), areAllPods: false });
  const { level, filters } = screen.store.getState().logs;
  filterFromEnd(screen, level, withFilter(filters, jobFilterOf(job)));
}

/** Returns a followed job. The pods with the uids `otherPods` are also followed. */
export function followedJobOf({ id }: Job, otherPods: readonly string[] = []): LogsState['job'] {
  return { id, taskManagers: undefined, otherPods, lastRequest: undefined };
}

export function jobFilterOf({ id, name }: Job): LogFilterItem {
  return { kind: 'job', id, name, taskNames: [] };
}
