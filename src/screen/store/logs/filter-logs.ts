import { compileFilter } from '../../../logs/compile-filter.ts';
import type { LogLevel } from '../../../logs/log-store.ts';
import { createFilterScan } from '../../../logs/view/log-scan.ts';
import { type Screen, say } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import { changeLogs } from './change-logs.ts';
import type { LogFilterItem, LogsState } from './logs-state.ts';
import { describeFilter, typedFilter } from './typed-filter.ts';

export function setLevel(screen: Screen, level: LogLevel | undefined): void {
  changeLogs(screen, filtered({ ...screen.store.getState().logs, level }));
}

/** @throws LogFilterError for a regular expression that is none */
export function addTypedFilter(screen: Screen, typed: string): void {
  const item = typedFilter(typed);
  if (item !== undefined) addFilter(screen, item);
}

/** There is one job at most; anything else is there once. */
export function addFilter(screen: Screen, item: LogFilterItem): void {
  const { logs } = screen.store.getState();
  const others = logs.filters.filter((other) =>
    item.kind === 'job' ? other.kind !== 'job' : describeFilter(other) !== describeFilter(item),
  );
  changeLogs(screen, filtered({ ...logs, filters: [...others, item] }));
}

export function hasFilter({ logs }: ScreenState): true | string {
  return logs.filtering === undefined ? 'there is no filter to take away' : true;
}

/** The last one; the level when there is no other. */
export function removeFilter(screen: Screen): void {
  const { logs } = screen.store.getState();
  const last = logs.filters.at(-1);
  const rest = last === undefined ? { ...logs, level: undefined } : { ...logs, filters: logs.filters.slice(0, -1) };
  changeLogs(screen, filtered(rest));
  say(screen, `taken away: ${last === undefined ? `${logs.level} and above` : describeFilter(last)}`);
}

export function clearFilters(screen: Screen): void {
  changeLogs(screen, filtered({ ...screen.store.getState().logs, level: undefined, filters: [] }));
}

function filtered({ level, filters }: LogsState): Partial<LogsState> {
  if (level === undefined && filters.length === 0) return { level, filters, filtering: undefined };
  const job = filters.find((item) => item.kind === 'job');
  const filter = compileFilter({
    level,
    texts: filters.filter((item) => item.kind === 'text'),
    loggers: filters.filter((item) => item.kind === 'logger').map(({ name }) => name),
    job: job && { id: job.id, names: [job.name, ...job.taskNames] },
  });
  return { level, filters, filtering: createFilterScan(filter) };
}
