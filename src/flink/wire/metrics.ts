import { array, type InferOutput, literal, number, object, optional, pipe, string, transform, union } from 'valibot';
import type { AggregatedMetric, MetricValue, SubtaskShares, VertexGauges } from '../responses.ts';
import type { SubtaskGauges } from '../subtask-responses.ts';

/** JSON has no NaN and no infinities, so Flink sends them as strings. */
const aggregate = optional(
  pipe(
    union([number(), literal('NaN'), literal('Infinity'), literal('-Infinity')]),
    transform(
      (value): MetricValue => (typeof value === 'number' ? { state: 'measured', value } : { state: 'not-a-number' }),
    ),
  ),
);

/** Flink responds only with requested metrics that at least one subtask has. */
export const aggregatedMetricsSchema = array(
  object({ id: string(), min: aggregate, max: aggregate, avg: aggregate, sum: aggregate }),
);

const absent: MetricValue = { state: 'absent' };

export const aggregatesOf = ({ min, max, avg, sum }: Aggregated[number]): AggregatedMetric => ({
  min: min ?? absent,
  max: max ?? absent,
  avg: avg ?? absent,
  sum: sum ?? absent,
});

type Aggregated = InferOutput<typeof aggregatedMetricsSchema>;

export const busyGauge = 'busyTimeMsPerSecond';
const idleGauge = 'idleTimeMsPerSecond';
const backPressuredGauge = 'backPressuredTimeMsPerSecond';
const recordsInRate = 'numRecordsInPerSecond';
const recordsOutRate = 'numRecordsOutPerSecond';
export const recordRateNames = [recordsInRate, recordsOutRate] as const;

export const gaugeNames = [busyGauge, idleGauge, backPressuredGauge] as const;

/** Returns undefined if a gauge is missing. Only the busy time may be NaN. */
export function readGauges(metrics: Aggregated): VertexGauges | undefined {
  const sharesOf = (name: string): SubtaskShares | undefined => {
    const found = metrics.find(({ id }) => id === name);
    const [min, max, avg] = [found?.min, found?.max, found?.avg];
    if (min?.state !== 'measured' || max?.state !== 'measured' || avg?.state !== 'measured') return undefined;
    return { min: min.value, max: max.value, avg: avg.value };
  };
  const shares = { idle: sharesOf(idleGauge), backPressured: sharesOf(backPressuredGauge) };
  if (shares.idle === undefined || shares.backPressured === undefined) return undefined;
  return { busy: sharesOf(busyGauge), idle: shares.idle, backPressured: shares.backPressured };
}

/** Returns undefined if a gauge is missing. Only the busy time may be NaN. */
export function readSubtaskGauges(values: ReadonlyMap<string, number>, subtask: number): SubtaskGauges | undefined {
  const gauge = (name: string) => values.get(`${subtask}.${name}`);
  const [idleMs, backPressuredMs] = [gauge(idleGauge), gauge(backPressuredGauge)];
  if (idleMs === undefined || backPressuredMs === undefined) return undefined;
  return { busyMs: gauge(busyGauge), idleMs, backPressuredMs };
}

/** Returns the rates of incoming records by subtask, or of outgoing ones if no subtask has incoming ones, as in a source. */
export function readRecordRates(
  values: ReadonlyMap<string, number>,
  parallelism: number,
): readonly (number | undefined)[] {
  const ratesOf = (name: string) => Array.from({ length: parallelism }, (_, index) => values.get(`${index}.${name}`));
  const incoming = ratesOf(recordsInRate);
  return incoming.some((rate) => rate !== undefined && rate > 0) ? incoming : ratesOf(recordsOutRate);
}

/** Flink responds only with requested metrics that the job or the vertex has. All values are text. */
export const metricsSchema = array(
  object({
    id: string(),
    value: pipe(
      string(),
      transform((text): MetricValue => {
        const value = Number(text);
        return Number.isFinite(value) && text !== '' ? { state: 'measured', value } : { state: 'not-a-number' };
      }),
    ),
  }),
);

export const metricIdsSchema = array(object({ id: string() }));
