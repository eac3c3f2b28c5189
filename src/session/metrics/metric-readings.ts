import type { AggregatedMetric, MetricGroup } from '../../flink/responses.ts';
import type { Reading } from '../readings/reading.ts';

/** Flink fetches metrics at this interval by default (`metrics.fetcher.update-interval`). */
const metricsMs = 10_000;
/** Aggregates over subtasks or TaskManagers by id. Those that no member has are missing. */
export const groupMetrics = (
  group: MetricGroup,
  ids: readonly string[],
): Reading<ReadonlyMap<string, AggregatedMetric>> => ({
  key: `metrics/${groupKey(group)}/${ids.join(',')}`,
  cost: 'M',
  ...('jobId' in group ? { jobId: group.jobId } : {}),
  intervalMs: metricsMs,
  read: async (flink, signal) => {
    const value = await flink.groupMetrics(group, ids, signal);
    return { value, isEmpty: value.size === 0 };
  },
});

export const groupKey = (group: MetricGroup): string =>
  group.kind === 'subtasks'
    ? `subtasks/${group.jobId}/${group.vertexId}`
    : `task-managers/${group.ids.length === 0 ? 'all' : group.ids.join(' ')}`;
