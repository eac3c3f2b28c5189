import type { LogLevel } from '../../logs/log-store.ts';
import { positionAfter } from '../../logs/view/merged-lines.ts';
import { withFilters, withFilter } from '../state/logs/filter-logs.ts';
import { shownLogs } from '../state/logs/followed-logs.ts';
import type { LogFilterItem, LogsState } from '../state/logs/logs-state.ts';
import { describeFilter, parseTypedFilter } from '../state/logs/typed-filter.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { lineUnderCursor, logPage, pausedAfter } from './log-page.ts';

export function setLevel(screen: Screen, level: LogLevel | undefined): void {
  filterLogs(screen, level, screen.store.getState().logs.filters);
}

/** @throws LogFilterError for a regular expression that is none */
export function addTypedFilter(screen: Screen, typed: string): void {
  const item = parseTypedFilter(typed);
  if (item !== undefined) addFilter(screen, item);
}

/** There is one job at most; anything else is there once. */
export function addFilter(screen: Screen, item: LogFilterItem): void {
  const { level, filters } = screen.store.getState().logs;
  filterLogs(screen, level, withFilter(filters, item));
}

export function hasFilter({ logs }: ScreenState): true | string {
  return logs.filterScan === undefined ? 'there is no filter to take away' : true;
}

/** The last one; the level when there is no other. */
export function removeFilter(screen: Screen): void {
  const { level, filters } = screen.store.getState().logs;
  const last = filters.at(-1);
  filterLogs(screen, last === undefined ? undefined : level, filters.slice(0, -1));
  const { filterScan: filtering } = screen.store.getState().logs;
  const removed = last === undefined ? `${level} and above` : describeFilter(last);
  showMessage(screen, `filter removed: ${removed}`, 'strong', ({ logs }) => logs.filterScan === filtering);
}

export function clearFilters(screen: Screen): void {
  filterLogs(screen, undefined, []);
}

/** These from now on, in place of all that were there. */
export function filterLogs(
  { store }: Pick<Screen, 'store'>,
  level: LogLevel | undefined,
  filters: readonly LogFilterItem[],
): void {
  store.setState((state) => {
    const changed = withFilters(state, level, filters);
    const { logs, drawnLogs } = changed;
    return { logs: { ...logs, paused: pausedIn(state, changed) }, drawnLogs };
  });
}

/** The cursor's line stays in sight, if it passes. */
function pausedIn(state: ScreenState, changed: ScreenState): LogsState['paused'] {
  const place = lineUnderCursor(state);
  const { paused } = state.logs;
  if (place === undefined || paused === undefined) return paused;
  if (changed.logs.filterScan === undefined) return pausedAfter(state, changed, place);
  const logs = shownLogs(changed);
  const passes = logs.some(({ source, matchesFilter: passes }) => source.key === place.key && passes(place.sequence));
  const isInSight = logPage(changed).some(({ key, sequence }) => key === place.key && sequence === place.sequence);
  return passes && !isInSight ? { ...paused, end: positionAfter(logs, place), cursor: place } : { ...paused, cursor: place };
}
