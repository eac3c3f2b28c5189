import type { Rectangle } from '../draw/rectangle.ts';
import { layoutOf } from '../state/layout.ts';
import { view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { clearFilters } from './filter/filter-logs.ts';
import { placementOfFollowedJob } from './filter/follow-job.ts';
import { logCursorRow } from './log-page.ts';
import { logsBindings } from './logs-bindings.ts';
import { logsPosition } from './logs-position.ts';
import { logsStatus } from './logs-status.ts';
import { logsText } from './logs-text.ts';
import { logsTitle } from './logs-title.ts';
import { moveInLogs } from './move-in-logs.ts';
import { clearSearch } from './search/search-logs.ts';
import { searchStatus } from './search/search-status.ts';
import { showPodAt } from './show-pod-at.ts';
import { watchLogs } from './watch-logs.ts';

/** Pane with the logs of the marked pods, or of the pod under the cursor, merged by time. */
export const logs = view({
  id: 'logs',
  title: 'Logs',
  kind: 'pane',
  bindings: logsBindings,
  move: moveInLogs,
  back: ({ logs: { search, filterScan } }) =>
    search !== undefined ? clearSearch : filterScan !== undefined ? clearFilters : undefined,
  status: logsStatus,
  statusPrefix: searchStatus,
  readings: (state) => [placementOfFollowedJob(state)].filter((reading) => reading !== undefined),
  watch: watchLogs,
  showAt: showPodAt,
  cursorRow: logCursorRow,
  draw: {
    box: (state) => {
      const rectangle = layoutOf(state).panes.logs;
      const { text: title, note } = logsTitle(state);
      return (
        rectangle && {
          rectangle,
          title,
          note,
          position: logsPosition(state),
          isFocused: state.focus === 'logs',
          text: logsText(state),
          cursorRow: cursorRowIn(state, rectangle),
        }
      );
    },
  },
});

/** Log lines have no mark for the cursor. */
function cursorRowIn(state: ScreenState, { top }: Rectangle): number | undefined {
  const row = logCursorRow(state);
  return row === undefined ? undefined : row - top - 1;
}
