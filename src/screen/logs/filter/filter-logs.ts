import type { LogLevel } from '../../../logs/log-store.ts';
import { positionAfter } from '../../../logs/view/merged-lines.ts';
import { withFilter, withFilters } from '../../state/logs/filter-logs.ts';
import { shownLogs } from '../../state/logs/followed-logs.ts';
import type { LogFilterItem, LogsState } from '../../state/logs/logs-state.ts';
import { describeFilter, parseTypedFilter } from '../../state/logs/typed-filter.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { lineUnderCursor, logPage, pausedAfter } from '../log-page.ts';

export function setLevel(screen: Screen, level: LogLevel | undefined): void {
  filterLogs(screen, level, screen.store.getState().logs.filters);
}

/** @throws LogFilterError for an invalid regular expression */
export function addTypedFilter(screen: Screen, text: string): void {
  const item = parseTypedFilter(text);
  if (item !== undefined) addFilter(screen, item);
}

/** Adds a filter, which replaces an equal one. A job filter replaces any other job filter. */
export function addFilter(screen: Screen, item: LogFilterItem): void {
  const { level, filters } = screen.store.getState().logs;
  filterLogs(screen, level, withFilter(filters, item));
}

export function hasFilter({ logs }: ScreenState): true | string {
  return logs.filterScan === undefined ? 'no filter to remove' : true;
}

/** Removes the last filter, or the level if there is no filter. */
export function removeFilter(screen: Screen): void {
  const { level, filters } = screen.store.getState().logs;
  const last = filters.at(-1);
  filterLogs(screen, last === undefined ? undefined : level, filters.slice(0, -1));
  const { filterScan } = screen.store.getState().logs;
  const removed = last === undefined ? `${level} and above` : describeFilter(last);
  showMessage(screen, `Filter removed: ${removed}`, 'strong', ({ logs }) => logs.filterScan === filterScan);
}

export function clearFilters(screen: Screen): void {
  filterLogs(screen, undefined, []);
}

/** Replaces all filters. */
export function filterLogs(
  { store }: Pick<Screen, 'store'>,
  level: LogLevel | undefined,
  filters: readonly LogFilterItem[],
): void {
  store.setState((state) => {
    const next = withFilters(state, level, filters);
    const { logs, drawnLogs } = next;
    return { logs: { ...logs, paused: pausedIn(state, next) }, drawnLogs };
  });
}

/** Keeps the line under the cursor visible, if it matches the filters. */
function pausedIn(state: ScreenState, next: ScreenState): LogsState['paused'] {
  const lineId = lineUnderCursor(state);
  const { paused } = state.logs;
  if (lineId === undefined || paused === undefined) return paused;
  if (next.logs.filterScan === undefined) return pausedAfter(state, next, lineId);
  const logs = shownLogs(next);
  const isMatch = logs.some(({ source, matchesFilter }) => source.key === lineId.key && matchesFilter(lineId.sequence));
  const isVisible = logPage(next).some(({ key, sequence }) => key === lineId.key && sequence === lineId.sequence);
  return isMatch && !isVisible
    ? { ...paused, end: positionAfter(logs, lineId), cursor: lineId }
    : { ...paused, cursor: lineId };
}
