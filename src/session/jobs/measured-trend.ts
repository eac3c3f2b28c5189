/** A measured value at an epoch ms. */
export type Point = { readonly at: number; readonly value: number };

export type Trend = {
  /** `varying`: neither steady, nor in one direction. */
  readonly direction: 'rising' | 'falling' | 'steady' | 'varying';
  /** Change per hour, in units of the value. */
  readonly perHour: number;
  readonly first: Point;
  readonly last: Point;
  readonly median: number;
  readonly largest: number;
  readonly count: number;
};

/** Fewer points show no trend. */
export const minPoints = 6;
const hourMs = 3_600_000;
/** Each pair of points is compared, so the number of points is limited. */
const maxPoints = 30;
/** Part of the pairs that must go in the same direction. */
const minAgreement = 0.8;
/** Part of the change that must be in the second half. What changed only after the start has stopped changing. */
const minLateChange = 0.25;
/** Smaller changes, in parts of the median, are no trend. */
const minChange = 0.05;
/** Distance of the quartiles of a steady value, in parts of the median. */
const maxSteadySpread = 0.3;

/** Returns the trend of points, oldest first; undefined for too few points. */
export function trendOf(points: readonly Point[]): Trend | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < minPoints) return undefined;
  const sorted = points.map(({ value }) => value).sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const largest = sorted.at(-1) ?? 0;
  const common = { first, last, median, largest, count: points.length };
  const change = last.value - first.value;
  if (change !== 0 && Math.abs(change) >= minChange * median && changesLate(points, change)) {
    const steps = stepsOf(sample(points));
    const agreeing = steps.filter(({ value }) => value * change > 0);
    if (agreeing.length >= steps.length * minAgreement) {
      const perHour = quantile(
        steps.map(({ value, ms }) => (value / ms) * hourMs).sort((a, b) => a - b),
        0.5,
      );
      return { ...common, direction: change > 0 ? 'rising' : 'falling', perHour };
    }
  }
  const isSteady = quantile(sorted, 0.75) - quantile(sorted, 0.25) <= maxSteadySpread * median;
  return { ...common, direction: isSteady ? 'steady' : 'varying', perHour: 0 };
}

function changesLate(points: readonly Point[], change: number): boolean {
  const middle = points[Math.floor(points.length / 2)]?.value ?? 0;
  return ((points.at(-1)?.value ?? 0) - middle) / change >= minLateChange;
}

/** Returns the changes between each two points. */
function stepsOf(points: readonly Point[]): readonly { readonly value: number; readonly ms: number }[] {
  return points.flatMap((from, index) =>
    points.slice(index + 1).map((to) => ({ value: to.value - from.value, ms: Math.max(1, to.at - from.at) })),
  );
}

/** Returns evenly spaced points with the first and the last one. */
function sample(points: readonly Point[]): readonly Point[] {
  if (points.length <= maxPoints) return points;
  const step = (points.length - 1) / (maxPoints - 1);
  return Array.from({ length: maxPoints }, (_, index) => points[Math.round(index * step)]).filter(
    (point) => point !== undefined,
  );
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
