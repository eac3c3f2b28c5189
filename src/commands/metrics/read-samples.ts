import type { FlinkRest } from '../../flink/rest.ts';
import { inParallel } from '../../session/in-parallel.ts';
import type { Metric } from '../../session/metrics/metric.ts';
import type { Sample } from '../../session/metrics/metric-history.ts';
import { latestSamples, valueReadings } from '../../session/metrics/sample-metrics.ts';
import { readOnce } from '../../session/readings/read-once.ts';

/** A metric and its value. */
export type MeasuredMetric = { readonly metric: Metric; readonly sample: Sample };

/** Reads the metrics once, with one request for each owner. Rejects if one of them fails. */
export async function readSamples(
  flink: FlinkRest,
  metrics: readonly Metric[],
  signal: AbortSignal,
): Promise<readonly MeasuredMetric[]> {
  const states = await inParallel(valueReadings(metrics), async (reading) => {
    const state = await readOnce(reading, flink, signal);
    if (state.failure !== undefined) throw state.failure;
    return [reading.key, state] as const;
  });
  const samples = latestSamples({ readings: new Map(states) }, metrics);
  return metrics.map((metric, index) => ({
    metric,
    sample: samples[index]?.sample ?? { at: Date.now(), values: undefined, missing: 'absent' },
  }));
}
