import { setTimeout as pause } from 'node:timers/promises';
import type { Metric } from '../../session/metrics/metric.ts';
import { printable, printableJson } from '../../text/printable.ts';
import type { Progress, Services } from '../record/command.ts';
import { chooseMetrics } from './choose-metrics.ts';
import type { MetricsOutput, MetricsRequest } from './metrics-request.ts';
import { type MeasuredMetric, readSamples } from './read-samples.ts';
import { idData, idLines, metricData, metricLines, sampleData, sampleLine } from './show-metrics.ts';

type Result = { readonly lines: readonly string[]; readonly data: unknown; readonly names: readonly string[] };

export async function* runMetrics(
  services: Services,
  request: MetricsRequest,
  output: MetricsOutput,
  signal: AbortSignal,
): AsyncGenerator<Progress, Result, void> {
  const { flink } = services.connection;
  const metrics = await chooseMetrics(flink, request, signal);
  const names = [...new Set(metrics.map(({ id }) => id))];
  if (request.isList || output === 'names') return { lines: [...idLines(metrics)], data: metrics.map(idData), names };
  if (request.watch === undefined) {
    const measured = await readSamples(flink, metrics, signal);
    return { lines: [...metricLines(measured)], data: measured.map(metricData), names };
  }
  const format = output === 'data' ? sampleJson : (item: MeasuredMetric) => printable(sampleLine(item));
  const read = (wanted: readonly Metric[]) => readSamples(flink, wanted, signal);
  for await (const sample of watchSamples(() => read(metrics), request.watch, signal)) {
    const text = sample.map((item) => `${format(item)}\n`).join('');
    yield { kind: 'bytes', chunk: Buffer.from(text) };
  }
  return { lines: [], data: undefined, names };
}

const sampleJson = (item: MeasuredMetric): string => printableJson(JSON.stringify(sampleData(item)));

/** Yields a sample at once and then after each interval. A slow response does not delay the next one further. */
export async function* watchSamples<Sample>(
  read: () => Promise<Sample>,
  { forMs, intervalMs }: NonNullable<MetricsRequest['watch']>,
  signal: AbortSignal,
  wait: (ms: number) => Promise<unknown> = (ms) => pause(ms, undefined, { signal }),
  now: () => number = Date.now,
): AsyncGenerator<Sample> {
  const startedAt = now();
  for (let count = 1; ; count += 1) {
    yield await read();
    const elapsed = now() - startedAt;
    const nextAt = Math.max(count, Math.ceil(elapsed / intervalMs)) * intervalMs;
    if (nextAt > forMs) return;
    await wait(nextAt - elapsed);
  }
}
