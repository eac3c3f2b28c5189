import type { AggregatedMetric, MetricGroup } from '../../flink/responses.ts';
import type { Reading } from '../readings/reading.ts';

/** Flink fetches metrics at this interval by default (`metrics.fetcher.update-interval`). */
const metricsMs = 10_000;
/** The ids of a vertex change only with a new attempt. */
const idsMs = 300_000;

/** The ids of the metrics of the subtasks of a vertex, without the index of a subtask. */
export const subtaskMetricIds = (jobId: string, vertexId: string): Reading<readonly string[]> => ({
  key: `metric-ids/subtasks/${jobId}/${vertexId}`,
  cost: 'M',
  jobId,
  intervalMs: idsMs,
  read: async (flink, signal) => {
    const value = await flink.subtaskMetricIds(jobId, vertexId, signal);
    return { value, isEmpty: value.length === 0 };
  },
});

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
