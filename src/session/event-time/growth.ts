import type { Point } from '../jobs/measured-trend.ts';

/** How fast a number of records grows. */
export type Growth = {
  readonly perSecond: number;
  /** Time and number of the points that it is from. */
  readonly overMs: number;
  readonly count: number;
};

/** What comes of a backlog. `steady`: it neither grows nor shrinks noticeably. */
export type CatchUp =
  | { readonly kind: 'in'; readonly seconds: number }
  | { readonly kind: 'never' }
  | { readonly kind: 'steady' };

/** Older points do not count. */
export const growthWindowMs = 600_000;
const minSpanMs = 9000;
/** Changes per minute below this part of the backlog are noise. */
const noiseShare = 0.01;

/** Returns the slope of the points of the last ten minutes by least squares; undefined if they are too few or too close. */
export function growthOf(points: readonly Point[]): Growth | undefined {
  const last = points.at(-1);
  const recent = points.filter(({ at }) => last !== undefined && at >= last.at - growthWindowMs);
  const first = recent[0];
  if (first === undefined || last === undefined || last.at - first.at < minSpanMs) return undefined;
  const meanAt = mean(recent.map(({ at }) => at));
  const meanValue = mean(recent.map(({ value }) => value));
  let covariance = 0;
  let variance = 0;
  for (const { at, value } of recent) {
    covariance += (at - meanAt) * (value - meanValue);
    variance += (at - meanAt) ** 2;
  }
  return { perSecond: (covariance / variance) * 1000, overMs: last.at - first.at, count: recent.length };
}

/** Returns when a backlog is worked off at this growth. */
export function catchUpOf(pending: number, { perSecond }: Growth): CatchUp {
  const noise = Math.max(1, pending * noiseShare) / 60;
  if (perSecond > noise) return { kind: 'never' };
  return perSecond < -noise ? { kind: 'in', seconds: pending / -perSecond } : { kind: 'steady' };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
