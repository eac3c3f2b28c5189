import type { AggregatedMetric } from '../../flink/responses.ts';

/** A metric over all subtasks that have it. */
export type MeasuredAggregate = { readonly min: number; readonly max: number; readonly sum: number };

/** Returns the metrics by id, without those that are not a number. */
export function measuredAggregates(
  metrics: ReadonlyMap<string, AggregatedMetric>,
): ReadonlyMap<string, MeasuredAggregate> {
  const found = new Map<string, MeasuredAggregate>();
  for (const [id, { min, max, sum }] of metrics) {
    if (min.state !== 'measured' || max.state !== 'measured' || sum.state !== 'measured') continue;
    found.set(id, { min: min.value, max: max.value, sum: sum.value });
  }
  return found;
}
