import { jobState, jobs as jobsReading } from '../../session/readings/flink-readings.ts';
import { isListUnanswered } from '../../session/readings/join-jobs.ts';
import type { Reading } from '../../session/readings/reading.ts';
import { windowTop } from '../draw/movement.ts';
import { jobBindings } from '../state/job-bindings.ts';
import { layoutOf, paneInside, tableHeight } from '../state/layout.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { cursorIndex, jobUnderCursor, keysOf } from '../state/shown-items.ts';
import { moveCursor, setFilter } from '../state/tables.ts';
import { filterBack, filterStatus } from '../table/table-filter.ts';
import { jobsRows, jobsTitle } from './jobs-rows.ts';

/** Jobs, those that go on first. */
export const jobs = view({
  id: 'jobs',
  title: 'Jobs',
  kind: 'pane',
  bindings: [
    {
      action: 'jobs.filter',
      keys: ['/'],
      hint: 'filter',
      help: 'show only what contains a text',
      run: (screen) => openFilter(screen, 'jobs'),
    },
    ...jobBindings,
  ],
  move: (screen, motion) => moveCursor(screen, 'jobs', motion),
  filter: { text: ({ tables }) => tables.jobs.filter, set: (screen, text) => setFilter(screen, 'jobs', text) },
  back: (state) => filterBack(state, 'jobs'),
  status: (state) => filterStatus(state, 'jobs') ?? underCursor(state),
  readings: (state) => [jobsReading, ...statesInSight(state)],
  draw: {
    box: (state) => {
      const rectangle = layoutOf(state).panes.jobs;
      const { text: title, note } = jobsTitle(state);
      return (
        rectangle && { rectangle, title, note, isFocused: state.focus === 'jobs', text: jobsRows(state).join('\n') }
      );
    },
  },
});

/** In full what its row has no room for. */
function underCursor(state: ScreenState): string {
  const job = jobUnderCursor(state);
  return job === undefined ? '' : `${job.id} ${job.name}`;
}

/** While the list of jobs does not come, those in sight are asked for their state. */
function statesInSight(state: ScreenState): readonly Reading<unknown>[] {
  const { snapshot, tables } = state;
  if (snapshot === undefined || !isListUnanswered(snapshot.readings)) return [];
  const keys = keysOf(state, 'jobs');
  const height = tableHeight(paneInside(state, 'jobs'));
  const top = windowTop(tables.jobs.top, cursorIndex(keys, tables.jobs), height, keys.length);
  const going = new Set(snapshot.jobs?.filter(({ endTime }) => endTime === undefined).map(({ id }) => id));
  return keys
    .slice(top, top + height)
    .filter((id) => going.has(id))
    .map(jobState);
}
