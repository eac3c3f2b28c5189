import type { Point } from './series.ts';

/** How a size has changed lately. */
export type Trend =
  | {
      readonly kind: 'measured';
      /** Bytes per minute; negative if it falls. */
      readonly perMinute: number;
      /** Time that the slope was measured over. */
      readonly spanMs: number;
      /** The size grows clearly, and has grown in both halves of the time. */
      readonly isRising: boolean;
    }
  /** The samples cover too little time for a slope. */
  | { readonly kind: 'too short'; readonly spanMs: number };

/** Time that a slope needs. */
const minSpanMs = 90_000;
const longMs = 10 * 60_000;
const recentMs = 3 * 60_000;
const minuteMs = 60_000;
/** Growth below this share of the size is noise. */
const minGrowthShare = 0.005;
/** Each half of a steady growth has at least this share of its slope. */
const minHalfShare = 0.4;

type Limits = {
  /** Time that the slope needs; `minSpanMs` by default. */
  readonly needsMs?: number;
  readonly minPoints?: number;
};

/**
 * Returns the slope of the last ten minutes by least squares, or that of the last three minutes if the size has begun to
 * change differently.
 */
export function trendOf(points: readonly Point[], { needsMs = minSpanMs, minPoints = 4 }: Limits = {}): Trend {
  const last = points.at(-1)?.at ?? 0;
  const long = points.filter(({ at }) => at >= last - longMs);
  const spanMs = last - (long[0]?.at ?? last);
  if (spanMs < needsMs || long.length < minPoints) return { kind: 'too short', spanMs };
  const recent = long.filter(({ at }) => at >= last - recentMs);
  const recentSpanMs = last - (recent[0]?.at ?? last);
  if (recentSpanMs < needsMs || recent.length < minPoints) return measured(long, spanMs);
  const [all, lately] = [leastSquares(long), leastSquares(recent)];
  const isStraight = Math.abs(lately.perMs - all.perMs) <= Math.abs(all.perMs) / 2;
  return isStraight ? measured(long, spanMs) : measured(recent, recentSpanMs);
}

function measured(points: readonly Point[], spanMs: number): Trend {
  const { perMs, noise } = leastSquares(points);
  const half = Math.ceil(points.length / 2);
  const halves = [points.slice(0, half), points.slice(-half)].map((part) => leastSquares(part).perMs);
  const grown = perMs * spanMs;
  const isClear = grown > 2 * noise && grown > (points.at(-1)?.value ?? 0) * minGrowthShare;
  const isRising = perMs > 0 && isClear && halves.every((slope) => slope >= perMs * minHalfShare);
  return { kind: 'measured', perMinute: perMs * minuteMs, spanMs, isRising };
}

/** Returns the slope per millisecond, and the standard deviation from the line. */
function leastSquares(points: readonly Point[]): { readonly perMs: number; readonly noise: number } {
  const count = points.length;
  if (count < 2) return { perMs: 0, noise: 0 };
  const start = points[0]?.at ?? 0;
  const meanAt = points.reduce((sum, { at }) => sum + at - start, 0) / count;
  const meanValue = points.reduce((sum, { value }) => sum + value, 0) / count;
  let covariance = 0;
  let variance = 0;
  for (const { at, value } of points) {
    covariance += (at - start - meanAt) * (value - meanValue);
    variance += (at - start - meanAt) ** 2;
  }
  const perMs = variance === 0 ? 0 : covariance / variance;
  const squares = points.reduce(
    (sum, { at, value }) => sum + (value - meanValue - perMs * (at - start - meanAt)) ** 2,
    0,
  );
  return { perMs, noise: Math.sqrt(squares / count) };
}

/** Returns the time until a growing size reaches its limit, ms; undefined if it does not grow. */
export function timeLeft(used: number, limit: number, trend: Trend): number | undefined {
  if (trend.kind !== 'measured' || !trend.isRising) return undefined;
  return (Math.max(0, limit - used) / trend.perMinute) * minuteMs;
}
