import type { JobOverview } from '../../../flink/answers.ts';
import type { Screen } from '../screen.ts';
import { changeLogs } from './change-logs.ts';
import { filterFromEnd, withFilter } from './filter-logs.ts';
import type { LogFilterItem, LogsState } from './logs-state.ts';

type Job = Pick<JobOverview, 'id' | 'name'>;

/**
 * Only what names this job, in the logs of its pods, at their end. What its tasks are called and where they run is
 * asked for by `followJob`.
 */
export function filterByJob(screen: Screen, job: Job): void {
  changeLogs(screen, { job: followedJobOf(job) });
  const { level, filters } = screen.store.getState().logs;
  filterFromEnd(screen, level, withFilter(filters, jobFilterOf(job)));
}

/** The pods of `others` (uids) are followed too. */
export function followedJobOf({ id }: Job, others: readonly string[] = []): LogsState['job'] {
  return { id, taskManagers: undefined, otherPods: others, lastRequest: undefined };
}

export function jobFilterOf({ id, name }: Job): LogFilterItem {
  return { kind: 'job', id, name, taskNames: [] };
}
