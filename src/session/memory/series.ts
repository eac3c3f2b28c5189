/** Samples of several numbers, oldest first. Each takes `1 + columns` numbers: the time, then the columns. NaN is unknown. */
export type Series = { readonly columns: number; readonly data: Float64Array };

/** Samples older than this are dropped. */
export const keptMs = 15 * 60_000;
const maxSamples = 90;

export const emptySeries = (columns: number): Series => ({ columns, data: new Float64Array(0) });

/** Returns a series with one more sample and without the samples that are too old. */
export function withSample(series: Series, at: number, values: readonly (number | undefined)[]): Series {
  const { columns, data } = series;
  const stride = columns + 1;
  const count = data.length / stride;
  let first = Math.max(0, count + 1 - maxSamples);
  while (first < count && (data[first * stride] ?? 0) < at - keptMs) first += 1;
  const next = new Float64Array((count - first + 1) * stride);
  next.set(data.subarray(first * stride));
  next[next.length - stride] = at;
  for (let column = 0; column < columns; column += 1)
    next[next.length - columns + column] = values[column] ?? Number.NaN;
  return { columns, data: next };
}

/** A value and its time, epoch ms. */
export type Point = { readonly at: number; readonly value: number };

/** Returns the known values of a column from 0, oldest first. */
export function pointsOf({ columns, data }: Series, column: number): readonly Point[] {
  const points: Point[] = [];
  for (let index = 0; index < data.length; index += columns + 1) {
    const value = data[index + 1 + column] ?? Number.NaN;
    if (!Number.isNaN(value)) points.push({ at: data[index] ?? 0, value });
  }
  return points;
}
