import { axisOf, chartWindow } from '../../../session/metrics/chart-window.ts';
import { describeMetric, type MetricUnit } from '../../../session/metrics/describe-metric.ts';
import { formatMetric, rateUnit } from '../../../session/metrics/format-metric.ts';
import { isAggregate, memberText, ownerTitle } from '../../../session/metrics/metric.ts';
import { type Point, pointsOf, ratesOf } from '../../../session/metrics/metric-history.ts';
import { largest } from '../../../text/largest.ts';
import { utcClock } from '../../../text/utc-time.ts';
import { formatAge } from '../../draw/age.ts';
import { sanitize, widthOf } from '../../draw/fit.ts';
import type { Part } from '../../draw/section-rows.ts';
import type { MetricChart } from '../../state/metric-charts.ts';
import type { Theme } from '../../theme/theme.ts';
import { fitRow } from './fit-row.ts';
import { plotRows, timeAxis } from './plot-rows.ts';

export type ChartOptions = {
  readonly width: number;
  readonly height: number;
  readonly isSelected: boolean;
  readonly isScreenReader: boolean;
  readonly isEnded: boolean;
  /** The error of the last request; undefined if it succeeded. */
  readonly failure: Error | undefined;
  readonly spanMs: number;
  readonly now: number;
  readonly theme: Theme;
};

/** Title, values and time axis. */
const rowsAroundPlot = 3;
/** Axes of charts below each other are aligned. */
const minLabelWidth = 8;
/** Values are 10 s apart. */
const staleAfterMs = 25_000;

/** Draws a chart in exactly `height` rows of `width` columns. */
export function chartRows(chart: MetricChart, options: ChartOptions): readonly string[] {
  const { width, height, now, spanMs, theme, isSelected, isScreenReader } = options;
  const points = chart.isRate
    ? ratesOf(pointsOf(chart.history, chart.aggregate))
    : pointsOf(chart.history, chart.aggregate);
  const unit = unitOf(chart);
  const label = (value: number) => axisLabel(value, unit, now);
  const title = fitRow(
    [
      { text: `${isSelected ? '▶' : ' '}${sanitize(chart.metric.id)}`, token: isSelected ? 'title.focus' : 'title' },
      { text: `  ${sanitize(ownerTitle(chart.metric.owner))}` },
    ],
    { text: detailOf(chart), token: 'muted' },
    { width, keeps: 1, theme },
  );
  const { kind } = describeMetric(chart.metric.id);
  const mayGrow = unit === 'time' || (kind === 'counter' && !chart.isRate);
  // The values in the window do not depend on the width of its columns.
  const { range } = chartWindow(points, { now, spanMs, width });
  const axis = range && axisOf(range, mayGrow);
  const labels = axis === undefined ? [] : [widthOf(label(axis.low)), widthOf(label(axis.high))];
  const labelWidth = Math.min(largest(labels, minLabelWidth), Math.floor(width / 3));
  const window = chartWindow(points, { now, spanMs, width: width - labelWidth - 2 });
  const value = fitRow(valueParts(chart, points, window.range, options), sinceOf(chart, now), {
    width,
    keeps: 4,
    theme,
  });
  const rows = height - rowsAroundPlot;
  if (isScreenReader || rows < 1) return [title, value, ...blankRows(height - 2, width)].slice(0, height);
  return [
    title,
    value,
    ...plotRows(window, { rows, axis, theme, token: 'key', label, labelWidth }),
    timeAxis(width - labelWidth - 2, spanMs, labelWidth, theme),
  ];
}

const blankRows = (count: number, width: number): readonly string[] =>
  Array.from({ length: Math.max(0, count) }, () => ' '.repeat(width));

/** `max of 4 subtasks, per second` */
function detailOf({ metric, aggregate, isRate }: MetricChart): string {
  const members = memberText(metric);
  const of = members === undefined ? [] : [isAggregate(metric) ? `${aggregate} of ${members}` : members];
  return [...of, ...(isRate ? ['per second'] : [])].join(', ');
}

function unitOf({ metric, isRate }: MetricChart): MetricUnit {
  const { unit } = describeMetric(metric.id);
  return isRate ? rateUnit(unit) : unit;
}

/** Times are long, so that the axis has only the time of day. */
const axisLabel = (value: number, unit: MetricUnit, now: number): string =>
  unit === 'time' ? utcClock(value, now) : formatMetric(value, unit);

type Range = ReturnType<typeof chartWindow>['range'];

/** `842 ms/s  min 12 ms/s  avg 400 ms/s  max 998 ms/s` */
function valueParts(
  chart: MetricChart,
  points: readonly Point[],
  range: Range,
  { now, isEnded, failure }: ChartOptions,
): readonly Part[] {
  const unit = unitOf(chart);
  const last = points.at(-1);
  const lastMeasured = points.findLast(({ value }) => value !== undefined);
  if (last === undefined) return [unmeasuredPart(isEnded, failure)];
  const age = now - (lastMeasured ?? last).at;
  const isStale = now - last.at > staleAfterMs;
  const current: Part =
    last.value === undefined
      ? { text: ` ${missingText(chart)}`, token: 'warning' }
      : { text: ` ${formatMetric(last.value, unit)}`, token: 'strong' };
  const stale: readonly Part[] = isStale
    ? [{ text: ` as of ${formatAge(age)} ago`, token: isEnded ? 'muted' : 'warning' }]
    : [];
  if (range === undefined) return [current, ...stale];
  return [current, ...stale, ...rangeParts(range, (value) => axisLabel(value, unit, now))];
}

function unmeasuredPart(isEnded: boolean, failure: Error | undefined): Part {
  if (isEnded) return { text: ' not measured: the job has ended', token: 'muted' };
  if (failure === undefined) return { text: ' measuring…', token: 'muted' };
  return { text: ` Cannot read it: ${failure.message}`, token: 'warning' };
}

/** `min 12  avg 400  max 998 ms/s`: the unit is named once, if it is the same. */
function rangeParts(range: NonNullable<Range>, label: (value: number) => string): readonly Part[] {
  const names = ['min', 'avg', 'max'] as const;
  const numbers = names.map((name) => /^(-?[\d.]+)(\D*)$/.exec(label(range[name])) ?? [label(range[name])]);
  const unit = numbers[0]?.[2];
  const isSameUnit = unit !== undefined && numbers.every(([, , suffix]) => suffix === unit);
  return names.map((name, index) => {
    const [whole = '', digits] = numbers[index] ?? [];
    return { text: `  ${name} ${isSameUnit && name !== 'max' ? digits : whole}`, token: 'muted' };
  });
}

/** Why the newest response has no value. */
function missingText({ history, isRate }: MetricChart): string {
  const missing = history.at(-1)?.missing;
  if (missing === 'absent') return 'n/a: not reported';
  if (missing === 'not-a-number') return 'n/a';
  if (!isRate) return 'n/a: not all have a value';
  return history.length < 2 ? 'measuring…' : 'n/a: counted from 0 again';
}

const sinceOf = ({ history, since }: MetricChart, now: number): Part => ({
  text: `since ${utcClock(history[0]?.at ?? since, now).slice(0, -3)}`,
  token: 'muted',
});
