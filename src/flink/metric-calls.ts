import { readGroupMetrics } from './read-group-metrics.ts';
import type { MetricScope, MetricValue } from './responses.ts';
import type { FlinkRest } from './rest.ts';
import type { RestExchange } from './rest-exchange.ts';
import { groupPath, metricsPath, vertexPath } from './rest-paths.ts';
import { splitMetricIds } from './split-metric-ids.ts';
import {
  aggregatedMetricsSchema,
  aggregatesOf,
  busyGauge,
  gaugeNames,
  metricIdsSchema,
  metricsSchema,
  readGauges,
  readRecordRates,
  readSubtaskGauges,
  recordRateNames,
} from './wire/metrics.ts';

type MetricCalls = Pick<
  FlinkRest,
  | 'vertexGauges'
  | 'subtaskBusyTimes'
  | 'subtaskRecordRates'
  | 'subtaskGauges'
  | 'jobMetric'
  | 'metricIds'
  | 'metrics'
  | 'groupMetrics'
>;

/** The calls that read metrics. */
export function createMetricCalls({ getOfJob }: RestExchange): MetricCalls {
  /** Returns the measured gauges of single subtasks by metric id, such as `0.busyTimeMsPerSecond`. */
  async function subtaskValues(
    id: string,
    vertexId: string,
    { gauges, parallelism }: { readonly gauges: readonly string[]; readonly parallelism: number },
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, number>> {
    const ids = Array.from({ length: parallelism }, (_, subtask) => gauges.map((name) => `${subtask}.${name}`)).flat();
    const found = new Map<string, number>();
    for (const [key, metric] of await metricValues({ kind: 'vertex', jobId: id, vertexId }, ids, signal)) {
      if (metric.state === 'measured') found.set(key, metric.value);
    }
    return found;
  }

  async function metricValues(
    scope: MetricScope,
    ids: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, MetricValue>> {
    const found = new Map<string, MetricValue>();
    for (const part of splitMetricIds(ids)) {
      const path = `${metricsPath(scope)}?${new URLSearchParams({ get: part.join(',') })}`;
      for (const { id, value } of await getOfJob(metricsSchema, path, signal)) found.set(id, value);
    }
    return found;
  }

  return {
    async vertexGauges(id, vertexId, signal) {
      const query = new URLSearchParams({ get: gaugeNames.join(','), agg: 'min,max,avg' });
      const path = vertexPath(id, vertexId, `/subtasks/metrics?${query}`);
      return readGauges(await getOfJob(aggregatedMetricsSchema, path, signal));
    },

    async subtaskBusyTimes(id, vertexId, parallelism, signal) {
      const found = await subtaskValues(id, vertexId, { gauges: [busyGauge], parallelism }, signal);
      return Array.from({ length: parallelism }, (_, subtask) => found.get(`${subtask}.${busyGauge}`));
    },

    async subtaskRecordRates(id, vertexId, parallelism, signal) {
      const found = await subtaskValues(id, vertexId, { gauges: recordRateNames, parallelism }, signal);
      return readRecordRates(found, parallelism);
    },

    async subtaskGauges(id, vertexId, parallelism, signal) {
      const found = await subtaskValues(id, vertexId, { gauges: gaugeNames, parallelism }, signal);
      return Array.from({ length: parallelism }, (_, subtask) => readSubtaskGauges(found, subtask));
    },

    async jobMetric(id, name, signal) {
      const found = await metricValues({ kind: 'job', jobId: id }, [name], signal);
      return found.get(name) ?? { state: 'absent' };
    },
    async metricIds(scope, signal) {
      return (await getOfJob(metricIdsSchema, metricsPath(scope), signal)).map(({ id }) => id);
    },
    metrics: metricValues,
    async groupMetrics(group, ids, signal) {
      const read = (path: string) => getOfJob(aggregatedMetricsSchema, path, signal);
      const found = await readGroupMetrics(groupPath(group), ids, read);
      return new Map(found.map((metric) => [metric.id, aggregatesOf(metric)]));
    },
  };
}
