import { jobBindings } from '../state/job-bindings.ts';
import { layoutOf } from '../state/layout.ts';
import { openFilter } from '../state/open-filter.ts';
import { view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { jobUnderCursor } from '../state/shown-items.ts';
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
