import type { Point } from './metric-history.ts';

/** A column of a chart: the highest value in its time. */
export type ChartColumn =
  | { readonly kind: 'value'; readonly value: number }
  /** Nothing was measured. */
  | { readonly kind: 'gap' }
  /** Before the first response. */
  | { readonly kind: 'unknown' };

export type ChartWindow = {
  /** Oldest first. The last one contains `now`. */
  readonly columns: readonly ChartColumn[];
  /** Of the values in the columns; undefined without any. */
  readonly range: { readonly min: number; readonly avg: number; readonly max: number } | undefined;
};

/** A value stands for this time, because responses are 10 s apart. */
const validMs = 15_000;

/** Divides the time before `now` into columns. Their edges stay in place while time goes on. */
export function chartWindow(
  points: readonly Point[],
  { now, spanMs, width }: { readonly now: number; readonly spanMs: number; readonly width: number },
): ChartWindow {
  if (width <= 0) return { columns: [], range: undefined };
  const columnMs = spanMs / width;
  const start = (Math.floor(now / columnMs) + 1 - width) * columnMs;
  const firstAt = points[0]?.at ?? Number.POSITIVE_INFINITY;
  let next = points.findIndex(({ at }) => at >= start - validMs);
  if (next === -1) next = points.length;
  let last: Point | undefined;
  const values: number[] = [];
  const columns = Array.from({ length: width }, (_, index): ChartColumn => {
    const from = start + index * columnMs;
    const until = from + columnMs;
    let highest: number | undefined;
    let hasPoint = false;
    for (let point = points[next]; point !== undefined && point.at < until; point = points[next]) {
      if (point.at >= from) {
        hasPoint = true;
        if (point.value !== undefined) {
          values.push(point.value);
          highest = Math.max(highest ?? Number.NEGATIVE_INFINITY, point.value);
        }
      }
      last = point;
      next += 1;
    }
    if (highest !== undefined) return { kind: 'value', value: highest };
    const isValid = !hasPoint && last?.value !== undefined && from - last.at < validMs;
    if (isValid) return { kind: 'value', value: last?.value ?? 0 };
    return { kind: until <= firstAt ? 'unknown' : 'gap' };
  });
  return { columns, range: rangeOf(values) };
}

function rangeOf(values: readonly number[]): ChartWindow['range'] {
  if (values.length === 0) return undefined;
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  return { min, avg: sum / values.length, max };
}

/** The ends of the axis of a chart. */
export type Axis = { readonly low: number; readonly high: number };

/** Part of the highest value from which the growth of a counter cannot be seen on an axis from 0. */
const closeShare = 0.8;

/** Returns the axis: from 0, unless all values of a counter or a time are far from it. */
export function axisOf({ min, max }: { readonly min: number; readonly max: number }, mayGrow: boolean): Axis {
  if (min === 0 && max === 0) return { low: 0, high: 1 };
  if (mayGrow && min < max && min >= closeShare * max) return { low: min, high: max };
  return { low: Math.min(0, min), high: Math.max(0, max) };
}
