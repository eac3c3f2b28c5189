import type { JobOverview } from '../../../flink/answers.ts';
import { addFilter } from '../../logs/filter-logs.ts';
import type { Screen } from '../screen.ts';
import { changeLogs } from './change-logs.ts';

/**
 * Only what names this job, in the logs of its pods and of `others` (uids). What its tasks are called and where they
 * run is asked for by `followJob`.
 */
export function filterByJob(
  screen: Screen,
  { id, name }: Pick<JobOverview, 'id' | 'name'>,
  others: readonly string[] = [],
): void {
  changeLogs(screen, { job: { id, taskManagers: undefined, others } });
  addFilter(screen, { kind: 'job', id, name, taskNames: [] });
}
