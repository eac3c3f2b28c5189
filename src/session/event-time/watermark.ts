/**
 * A watermark: epoch ms, `none` before the first one (Long.MIN_VALUE), or `ended` after the last one (Long.MAX_VALUE).
 * Two watermarks are in this order: none, times, ended.
 */
export type Watermark = number | 'none' | 'ended';

/** The lowest and the highest watermark of several subtasks. */
export type WatermarkRange = { readonly min: Watermark; readonly max: Watermark };

/** Doubles cannot hold Long.MAX_VALUE: it becomes 2^63. Long.MIN_VALUE stays exact. */
const longLimit = 2 ** 63;

export function watermarkOf(value: number): Watermark {
  if (value <= -longLimit) return 'none';
  return value >= longLimit ? 'ended' : value;
}

export function compareWatermarks(a: Watermark, b: Watermark): number {
  const [left, right] = [toNumber(a), toNumber(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

export const lowest = (watermarks: readonly Watermark[]): Watermark | undefined =>
  watermarks.toSorted(compareWatermarks)[0];

export const highest = (watermarks: readonly Watermark[]): Watermark | undefined =>
  watermarks.toSorted(compareWatermarks).at(-1);

/** Returns how far the first watermark is behind the second one in ms; infinite behind a time if there is none. */
export function distanceMs(behind: Watermark, ahead: Watermark): number {
  return behind === ahead ? 0 : toNumber(ahead) - toNumber(behind);
}

function toNumber(watermark: Watermark): number {
  if (watermark === 'none') return Number.NEGATIVE_INFINITY;
  return watermark === 'ended' ? Number.POSITIVE_INFINITY : watermark;
}
