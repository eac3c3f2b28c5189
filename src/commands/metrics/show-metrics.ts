import { describeMetric } from '../../session/metrics/describe-metric.ts';
import { formatMetric } from '../../session/metrics/format-metric.ts';
import { isAggregate, type Metric, ownerTitle } from '../../session/metrics/metric.ts';
import type { Aggregate, Sample } from '../../session/metrics/metric-history.ts';
import { tableLines } from '../../text/table.ts';
import { isoTime, utcTime } from '../../text/utc-time.ts';
import type { MeasuredMetric } from './read-samples.ts';

/** `work`, `work (subtask 3)`, `my-cluster-taskmanager-1-2` */
function ownerText({ owner, member }: Metric): string {
  if (typeof member === 'number') return `${ownerTitle(owner)} (subtask ${member + 1})`;
  return member ?? ownerTitle(owner);
}

const notMeasured = 'n/a';
const notApplicable = '-';

function valueText({ metric, sample }: MeasuredMetric, aggregate: Aggregate | undefined): string {
  if (isAggregate(metric) !== (aggregate !== undefined)) return notApplicable;
  const value = sample.values?.[aggregate ?? 'max'];
  return value === undefined ? notMeasured : formatMetric(value, describeMetric(metric.id).unit);
}

/** A row for each metric. Columns without any value are left out. */
export function metricLines(measured: readonly MeasuredMetric[]): Iterable<string> {
  const columns = [
    ...(measured.some(({ metric }) => !isAggregate(metric)) ? [['VALUE', undefined] as const] : []),
    ...(measured.some(({ metric }) => isAggregate(metric))
      ? ([
          ['MIN', 'min'],
          ['AVG', 'avg'],
          ['MAX', 'max'],
          ['SUM', 'sum'],
        ] as const)
      : []),
  ];
  return tableLines(['OWNER', 'METRIC', ...columns.map(([title]) => title)], measured, (item) => [
    ownerText(item.metric),
    item.metric.id,
    ...columns.map(([, aggregate]) => valueText(item, aggregate)),
  ]);
}

export const idLines = (metrics: readonly Metric[]): Iterable<string> =>
  tableLines(['OWNER', 'METRIC', 'UNIT', 'KIND'], metrics, (metric) => {
    const { unit, kind } = describeMetric(metric.id);
    return [ownerText(metric), metric.id, kind === 'text' || unit === 'count' ? notApplicable : unit, kind];
  });

/** `2026-11-29T14:02:10Z  work  busyTimeMsPerSecond  842 ms/s`, or `max 998 ms/s avg 400 ms/s` of an aggregate. */
export function sampleLine(item: MeasuredMetric): string {
  const { metric, sample } = item;
  const value = isAggregate(metric)
    ? (['min', 'avg', 'max', 'sum'] as const).map((name) => `${name} ${valueText(item, name)}`).join('  ')
    : valueText(item, undefined);
  return [utcTime(sample.at), ownerText(metric), metric.id, value].join('  ');
}

function ownerData({ owner, member }: Metric): object {
  const name = owner.kind === 'task-managers' && typeof member === 'string' ? member : ownerTitle(owner);
  return {
    kind: owner.kind === 'task-managers' ? 'task-manager' : owner.kind,
    name,
    ...('vertexId' in owner ? { vertexId: owner.vertexId } : {}),
    ...(typeof member === 'number' ? { subtask: member + 1 } : {}),
  };
}

export function idData(metric: Metric): object {
  const { unit, kind } = describeMetric(metric.id);
  return { owner: ownerData(metric), id: metric.id, unit: kind === 'text' ? null : unit, kind };
}

/** A metric as JSON. Missing values are null. */
export function metricData({ metric, sample }: MeasuredMetric): object {
  return { ...idData(metric), ...valuesData(metric, sample) };
}

function valuesData(metric: Metric, { values }: Sample): object {
  if (!isAggregate(metric)) return { value: values?.max ?? null };
  const { min = null, avg = null, max = null, sum = null } = values ?? {};
  return { value: null, min, avg, max, sum };
}

export const sampleData = (item: MeasuredMetric): object => ({ at: isoTime(item.sample.at), ...metricData(item) });
