import { jobState, jobs as jobsReading } from '../../session/readings/flink-readings.ts';
import { isListUnanswered } from '../../session/readings/join-jobs.ts';
import type { Reading } from '../../session/readings/reading.ts';
import { windowTop } from '../draw/movement.ts';
import { jobBindings } from '../state/job-bindings.ts';
import { layoutOf, tableHeight } from '../state/layout.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { cursorIndex, jobUnderCursor, keysOf } from '../state/shown-items.ts';
import { moveCursor, setFilter } from '../state/tables.ts';
import { markBindings, marksBack } from '../table/mark-bindings.ts';
import { filterBack, filterStatus } from '../table/table-filter.ts';
import { tablePosition } from '../table/table-position.ts';
import { rowText, tableCursorRow } from '../table/table-rows.ts';
import { columnsOf, jobsRows, jobsTitle } from './jobs-rows.ts';

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
  readings: (state) => [jobsReading, ...visibleJobStates(state)],
  cursorRow: (state) => tableCursorRow(state, 'jobs'),
  draw: {
    box: (state) => {
      const rectangle = layoutOf(state).panes.jobs;
      const { text: title, note } = jobsTitle(state);
      if (rectangle === undefined) return undefined;
      const position = tablePosition(state, 'jobs');
      return { rectangle, title, note, position, isFocused: state.focus === 'jobs', text: jobsRows(state).join('\n') };
    },
  },
});

/** Full id and name of the job under the cursor. */
function underCursor(state: ScreenState): string {
  const job = jobUnderCursor(state);
  return job === undefined ? '' : `${job.id} ${job.name}`;
}

/** While Flink does not return the job list, the states of the visible unfinished jobs are read one by one. */
function visibleJobStates(state: ScreenState): readonly Reading<unknown>[] {
  const { snapshot, tables } = state;
  if (snapshot === undefined || !isListUnanswered(snapshot.readings)) return [];
  const keys = keysOf(state, 'jobs');
  const height = tableHeight(state, 'jobs');
  const top = windowTop(tables.jobs.top, cursorIndex(keys, tables.jobs), height, keys.length);
  const unfinished = new Set(snapshot.jobs?.filter(({ endTime }) => endTime === undefined).map(({ id }) => id));
  return keys
    .slice(top, top + height)
    .filter((id) => unfinished.has(id))
    .map(jobState);
}
