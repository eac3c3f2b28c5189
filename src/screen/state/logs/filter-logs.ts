import { compileFilter } from '../../../logs/compile-filter.ts';
import type { LogLevel } from '../../../logs/log-store.ts';
import { createFilterScan, type LogScan, scanSliceMs } from '../../../logs/view/log-scan.ts';
import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import { withCurrentScans } from './draw-logs.ts';
import { followedSources } from './followed-logs.ts';
import type { LogFilterItem } from './logs-state.ts';
import { describeFilter } from './typed-filter.ts';

/** Adds a filter, which replaces an equal one. A job filter replaces any other job filter. */
export function withFilter(filters: readonly LogFilterItem[], item: LogFilterItem): readonly LogFilterItem[] {
  const others = filters.filter((other) =>
    item.kind === 'job' ? other.kind !== 'job' : describeFilter(other) !== describeFilter(item),
  );
  return [...others, item];
}

/** Returns the state with these filters. Scans one slice at once, so that quick results are in the next frame. */
export function withFilters(
  state: ScreenState,
  level: LogLevel | undefined,
  filters: readonly LogFilterItem[],
): ScreenState {
  const filterScan = level === undefined && filters.length === 0 ? undefined : scanOf(level, filters);
  filterScan?.advance(followedSources(state), performance.now() + scanSliceMs);
  const anyLevelScan = level === undefined ? undefined : scanOf(undefined, filters);
  return withCurrentScans({ ...state, logs: { ...state.logs, level, filters, filterScan, anyLevelScan } });
}

/** Replaces all filters and follows the end of the logs. */
export function filterFromEnd(
  { store }: Pick<Screen, 'store'>,
  level: LogLevel | undefined,
  filters: readonly LogFilterItem[],
): void {
  store.setState((state) => {
    const { logs, drawnLogs } = withFilters(state, level, filters);
    return { logs: { ...logs, paused: undefined }, drawnLogs };
  });
}

function scanOf(level: LogLevel | undefined, filters: readonly LogFilterItem[]): LogScan {
  const job = filters.find((item) => item.kind === 'job');
  const filter = compileFilter({
    level,
    texts: filters.filter((item) => item.kind === 'text'),
    loggers: filters.filter((item) => item.kind === 'logger').map(({ name }) => name),
    job: job && { id: job.id, names: [job.name, ...job.taskNames] },
  });
  return createFilterScan(filter);
}
