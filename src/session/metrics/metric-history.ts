import type { AggregatedMetric, MetricValue } from '../../flink/responses.ts';
import { measuredValue } from './describe-metric.ts';

export type Aggregate = 'min' | 'avg' | 'max' | 'sum';
export const aggregates: readonly Aggregate[] = ['max', 'avg', 'min', 'sum'];

/**
 * Values over the subtasks or TaskManagers. A metric without members has the same value four times. undefined if it is not
 * measured, such as the lowest watermark while a subtask has none
 */
export type MetricValues = { readonly [Name in Aggregate]: number | undefined };

/** A response. Epoch ms by the clock of this computer. */
export type Sample = {
  readonly at: number;
  /** undefined if Flink did not have a number. */
  readonly values: MetricValues | undefined;
  /** Why there are no values. */
  readonly missing?: 'absent' | 'not-a-number';
};

/** Oldest first. */
export type MetricHistory = readonly Sample[];

/** Six hours of responses that are 10 s apart. */
export const maxSamples = 2160;

/** Appends a sample. The oldest one is dropped from a full history. */
export function addSample(history: MetricHistory, sample: Sample): MetricHistory {
  return [...history.slice(Math.max(0, history.length - maxSamples + 1)), sample];
}

export function sampleOfValue(id: string, at: number, metric: MetricValue | undefined): Sample {
  if (metric === undefined || metric.state === 'absent') return { at, values: undefined, missing: 'absent' };
  const value = metric.state === 'measured' ? measuredValue(id, metric.value) : undefined;
  if (value === undefined) return { at, values: undefined, missing: 'not-a-number' };
  return { at, values: { min: value, avg: value, max: value, sum: value } };
}

export function sampleOfAggregate(id: string, at: number, metric: AggregatedMetric | undefined): Sample {
  if (metric === undefined) return { at, values: undefined, missing: 'absent' };
  const numberOf = (part: MetricValue) => (part.state === 'measured' ? measuredValue(id, part.value) : undefined);
  const { min, avg, max, sum } = metric;
  const values = { min: numberOf(min), avg: numberOf(avg), max: numberOf(max), sum: numberOf(sum) };
  const isMeasured = Object.values(values).some((value) => value !== undefined);
  return isMeasured ? { at, values } : { at, values: undefined, missing: 'not-a-number' };
}

/** A point of a chart. */
export type Point = { readonly at: number; readonly value: number | undefined };

export const pointsOf = (history: MetricHistory, aggregate: Aggregate): readonly Point[] =>
  history.map(({ at, values }) => ({ at, value: values?.[aggregate] }));

/**
 * Returns the growth of a counter per second since the point before. Equal values of adjacent points may be the same
 * measurement of Flink, which is still right as an average. A smaller value belongs to a new attempt: no rate.
 */
export function ratesOf(points: readonly Point[]): readonly Point[] {
  return points.map(({ at, value }, index) => {
    const before = points[index - 1];
    if (value === undefined || before?.value === undefined || value < before.value || at <= before.at) {
      return { at, value: undefined };
    }
    return { at, value: ((value - before.value) * 1000) / (at - before.at) };
  });
}
