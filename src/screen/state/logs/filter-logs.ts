import { compileFilter } from '../../../logs/compile-filter.ts';
import type { LogLevel } from '../../../logs/log-store.ts';
import { createFilterScan, type LogScan } from '../../../logs/view/log-scan.ts';
import type { Screen } from '../screen.ts';
import { changeLogs } from './change-logs.ts';
import { followedSources } from './followed-logs.ts';
import type { LogFilterItem, LogsState } from './logs-state.ts';
import { sliceMs } from './slice.ts';
import { describeFilter } from './typed-filter.ts';

export type Filtering = Pick<LogsState, 'level' | 'filters' | 'filtering'>;

/** The filters with one more. There is one job at most; anything else is there once. */
export function withFilter(filters: readonly LogFilterItem[], item: LogFilterItem): readonly LogFilterItem[] {
  const others = filters.filter((other) =>
    item.kind === 'job' ? other.kind !== 'job' : describeFilter(other) !== describeFilter(item),
  );
  return [...others, item];
}

/** A level and filters, looked through for as long as a slice: what is found at once is in the next frame. */
export function filteringOf(
  { store }: Pick<Screen, 'store'>,
  level: LogLevel | undefined,
  filters: readonly LogFilterItem[],
): Filtering {
  const filtering = scanOf(level, filters);
  filtering?.work(followedSources(store.getState()), performance.now() + sliceMs);
  return { level, filters, filtering };
}

/** These from now on, in place of all that were there, at the end of the logs. */
export function filterFromEnd(screen: Screen, level: LogLevel | undefined, filters: readonly LogFilterItem[]): void {
  changeLogs(screen, { ...filteringOf(screen, level, filters), paused: undefined });
}

function scanOf(level: LogLevel | undefined, filters: readonly LogFilterItem[]): LogScan | undefined {
  if (level === undefined && filters.length === 0) return undefined;
  const job = filters.find((item) => item.kind === 'job');
  const filter = compileFilter({
    level,
    texts: filters.filter((item) => item.kind === 'text'),
    loggers: filters.filter((item) => item.kind === 'logger').map(({ name }) => name),
    job: job && { id: job.id, names: [job.name, ...job.taskNames] },
  });
  return createFilterScan(filter);
}
