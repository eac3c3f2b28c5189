import type { JobRow } from '../../session/readings/join-jobs.ts';
import { printable } from '../../text/printable.ts';
import { filterByJob } from './logs/filter-by-job.ts';
import { openCopy } from './open/open-copy.ts';
import { showMessage } from './run/show-message.ts';
import type { Binding, Screen } from './screen.ts';
import type { ScreenState } from './screen-state.ts';
import { jobUnderCursor, selectedJobs } from './shown-items.ts';

type RowsOf = (state: ScreenState, jobs: readonly JobRow[]) => readonly string[];

/**
 * Returns the job keys of a view that shows jobs, in addition to the command keys. `rowsOf` formats the rows to copy, if
 * the view has rows.
 */
export function jobBindings(rowsOf: RowsOf = () => []): readonly Binding[] {
  return [
    {
      action: 'job.logs',
      keys: ['L', 'o'],
      hint: 'logs',
      help: 'Show only the log lines of this job, from the JobManager and its TaskManagers',
      available: hasJob,
      run: showLogs,
    },
    {
      action: 'job.copy',
      keys: ['y'],
      hint: 'copy',
      help: 'Copy the id, name or row of the job or of the marked jobs',
      available: hasJob,
      run: (screen) => copyJobs(screen, rowsOf),
    },
  ];
}

export function hasJob(state: ScreenState): true | string {
  return jobUnderCursor(state) === undefined ? 'no job under the cursor' : true;
}

/** The logs can be filtered by one job only: of several marked jobs, the one under the cursor or else the first. */
function showLogs(screen: Screen): void {
  const state = screen.store.getState();
  const selected = selectedJobs(state);
  const job = selected.find((one) => one === jobUnderCursor(state)) ?? selected[0];
  if (job === undefined) return;
  filterByJob(screen, job);
  screen.store.setState({ focus: 'logs', page: undefined });
  if (selected.length > 1) showMessage(screen, `Showing the logs of one job only: ${job.name}`, 'warning');
}

function copyJobs(screen: Screen, rowsOf: RowsOf): void {
  const state = screen.store.getState();
  const jobs = selectedJobs(state);
  const [only] = jobs;
  if (only === undefined) return;
  openCopy(screen, jobs.length === 1 ? printable(only.name) : `${jobs.length} jobs`, [
    { kind: 'id', lines: jobs.map(({ id }) => id) },
    { kind: 'name', lines: jobs.map(({ name }) => printable(name)) },
    { kind: 'row', lines: rowsOf(state, jobs) },
  ]);
}
