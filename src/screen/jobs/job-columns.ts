import type { JobOverview } from '../../flink/answers.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import { formatAge } from '../draw/age.ts';
import { jobTokens } from '../state/job-tokens.ts';
import type { Column } from '../table/table-format.ts';

const jobColumns: readonly Column<JobRow>[] = [
  { title: 'NAME', width: { share: 1 }, isName: true, text: ({ name }) => name },
  { title: 'STATE', width: 12, text: ({ state }) => state, token: ({ state }) => jobTokens[state] },
  { title: 'TASKS', width: 9, align: 'right', text: runningTasks },
  {
    title: 'DURATION',
    width: 8,
    align: 'right',
    text: ({ durationMs }) => formatAge(durationMs),
    token: () => 'muted',
  },
  { title: 'ID', width: 8, from: 64, text: ({ id }) => id.slice(0, 8), token: () => 'muted' },
];

/** Age of the row's data, shown only while a job does not respond. */
const ageColumn: Column<JobRow> = {
  title: '',
  width: 14,
  text: ({ unansweredSince }, now) =>
    unansweredSince === undefined ? '' : `as of ${formatAge(now - unansweredSince)} ago`,
  token: () => 'warning',
};

export function jobColumnsFor(jobs: readonly JobRow[]): readonly Column<JobRow>[] {
  const [name, state, ...others] = jobColumns;
  const hasStaleJob = jobs.some(({ unansweredSince }) => unansweredSince !== undefined);
  return hasStaleJob && name !== undefined && state !== undefined ? [name, state, ageColumn, ...others] : jobColumns;
}

/** Returns running and finished tasks of all tasks. */
function runningTasks({ tasks }: JobOverview): string {
  return `${(tasks.running ?? 0) + (tasks.finished ?? 0)}/${tasks.total}`;
}
