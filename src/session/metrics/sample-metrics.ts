import { groupKey, groupMetrics, metricValues, scopeKey } from '../readings/flink-readings.ts';
import { type Reading, type Readings, readingOf } from '../readings/reading.ts';
import { type Metric, type MetricSource, sourceOf } from './metric.ts';
import { type Sample, sampleOfAggregate, sampleOfValue } from './metric-history.ts';

type Batch = { readonly source: MetricSource; readonly ids: readonly string[] };

const sourceKey = (source: MetricSource): string =>
  source.kind === 'scope' ? scopeKey(source.scope) : groupKey(source.group);

/** Returns the metrics of each owner together, so that each owner costs one request. */
function batchesOf(metrics: readonly Metric[]): ReadonlyMap<string, Batch> {
  const sources = metrics.map(sourceOf);
  const bySource = Map.groupBy(sources, sourceKey);
  return new Map(
    [...bySource].flatMap(([key, same]) => {
      const [source] = same;
      const ids = [...new Set(same.map(({ id }) => id))].sort();
      return source === undefined ? [] : [[key, { source, ids }]];
    }),
  );
}

const readingOfBatch = ({ source, ids }: Batch) =>
  source.kind === 'scope'
    ? { kind: 'scope' as const, reading: metricValues(source.scope, ids) }
    : { kind: 'group' as const, reading: groupMetrics(source.group, ids) };

/** Returns the readings of the values of these metrics: one for each owner. */
export function valueReadings(metrics: readonly Metric[]): readonly Reading<unknown>[] {
  return [...batchesOf(metrics).values()].map((batch) => readingOfBatch(batch).reading);
}

/** The newest response about a metric. */
export type Latest = { readonly sample: Sample | undefined; readonly failure: Error | undefined };

/** Returns the newest sample of each of these metrics, in their order. */
export function latestSamples(
  snapshot: { readonly readings: Readings },
  metrics: readonly Metric[],
): readonly Latest[] {
  const samplers = new Map([...batchesOf(metrics)].map(([key, batch]) => [key, samplerOf(snapshot, batch)]));
  return metrics.map((metric) => {
    const source = sourceOf(metric);
    return samplers.get(sourceKey(source))?.(metric.id, source.id) ?? { sample: undefined, failure: undefined };
  });
}

/** Returns a function that finds the sample of a metric by its id and the id that Flink uses. */
function samplerOf(snapshot: { readonly readings: Readings }, batch: Batch): (id: string, wireId: string) => Latest {
  const found = readingOfBatch(batch);
  if (found.kind === 'scope') {
    const { value, readAt, failure } = readingOf(snapshot, found.reading);
    return (id, wireId) => ({
      failure,
      sample: value && readAt ? sampleOfValue(id, readAt, value.get(wireId)) : undefined,
    });
  }
  const { value, readAt, failure } = readingOf(snapshot, found.reading);
  return (id, wireId) => ({
    failure,
    sample: value && readAt ? sampleOfAggregate(id, readAt, value.get(wireId)) : undefined,
  });
}
