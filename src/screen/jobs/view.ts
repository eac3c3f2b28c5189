import { hasEnded } from '../../flink/has-ended.ts';
import { jobState, jobs as jobsReading } from '../../session/readings/flink-readings.ts';
import type { JobRow } from '../../session/readings/join-jobs.ts';
import { isListUnanswered } from '../../session/readings/join-jobs.ts';
import type { Reading } from '../../session/readings/reading.ts';
import { windowTop } from '../draw/movement.ts';
import { jobBindings } from '../state/job-bindings.ts';
import { jobHealths, shownHealth } from '../state/job-health.ts';
import { layoutOf, tableHeight } from '../state/layout.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { cursorIndex, jobUnderCursor, keysOf, shownJobs } from '../state/shown-items.ts';
import { moveCursor, setFilter } from '../state/tables.ts';
import { markBindings, marksBack } from '../table/mark-bindings.ts';
import { filterBack, filterStatus } from '../table/table-filter.ts';
import { tablePosition } from '../table/table-position.ts';
import { rowText, tableCursorRow } from '../table/table-rows.ts';
import { healthReadings } from './health-readings.ts';
import { columnsOf, jobsRows, jobsTargets, jobsTitle } from './jobs-rows.ts';

/** Pane with the jobs, unfinished ones first. */
export const jobs = view({
  id: 'jobs',
  title: 'Jobs',
  kind: 'pane',
  bindings: [
    ...markBindings('jobs', 'job', 'cancel, savepoint and stop then act on the marked jobs'),
    {
      action: 'jobs.filter',
      keys: ['/'],
      hint: 'filter',
      help: 'Filter by text',
      run: (screen) => openFilter(screen, 'jobs'),
    },
    ...jobBindings((state, jobs) => jobs.map((job) => rowText(state, 'jobs', columnsOf(state, jobs), job))),
  ],
  move: (screen, movement) => moveCursor(screen, 'jobs', movement),
  filter: { text: ({ tables }) => tables.jobs.filter, set: (screen, text) => setFilter(screen, 'jobs', text) },
  back: (state) => filterBack(state, 'jobs') ?? marksBack(state, 'jobs'),
  status: (state) => filterStatus(state, 'jobs') ?? underCursor(state),
  readings: (state) => {
    const visible = visibleJobs(state);
    return [jobsReading, ...visibleJobStates(state, visible), ...healthReadings(state, visible)];
  },
  cursorRow: (state) => tableCursorRow(state, 'jobs'),
  draw: {
    box: (state) => {
      const rectangle = layoutOf(state).panes.jobs;
      const { text: title, note } = jobsTitle(state);
      if (rectangle === undefined) return undefined;
      const position = tablePosition(state, 'jobs');
      const text = jobsRows(state).join('\n');
      const targets = () => jobsTargets(state);
      return { rectangle, title, note, position, isFocused: state.focus === 'jobs', text, targets };
    },
  },
});

/** Full id and name of the job under the cursor, and its finding, which the table may cut. */
function underCursor(state: ScreenState): string {
  const job = jobUnderCursor(state);
  if (job === undefined) return '';
  const health = jobHealths(state).get(job.id);
  const hasFinding = health?.kind === 'critical' || health?.kind === 'warning';
  return `${job.id} ${job.name}${hasFinding ? `: ${shownHealth(health)}` : ''}`;
}

/** Returns the visible jobs that have not ended. */
function visibleJobs(state: ScreenState): readonly JobRow[] {
  const { tables } = state;
  const keys = keysOf(state, 'jobs');
  const height = tableHeight(state, 'jobs');
  const top = windowTop(tables.jobs.top, cursorIndex(keys, tables.jobs), height, keys.length);
  return shownJobs(state)
    .slice(top, top + height)
    .filter(({ state: jobState }) => !hasEnded(jobState));
}

/** While Flink does not return the job list, the states of the visible unfinished jobs are read one by one. */
function visibleJobStates({ snapshot }: ScreenState, visible: readonly JobRow[]): readonly Reading<unknown>[] {
  if (snapshot === undefined || !isListUnanswered(snapshot.readings)) return [];
  return visible.map(({ id }) => jobState(id));
}
