/** Statistics over the subtasks of a vertex. All values are whole numbers. */
export function subtaskStatistics(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const sum = sorted.reduce((total, value) => total + value, 0);
  return {
    p25: percentile(sorted, 0.25),
    min: sorted[0] ?? 0,
    avg: sorted.length === 0 ? 0 : Math.floor(sum / sorted.length),
    median: percentile(sorted, 0.5),
    max: sorted.at(-1) ?? 0,
    sum,
    p95: percentile(sorted, 0.95),
    p75: percentile(sorted, 0.75),
  };
}

/** Interpolates between the two nearest values, like the library that Flink uses (commons-math). */
function percentile(sorted: readonly number[], fraction: number): number {
  const position = Math.min(Math.max(fraction * (sorted.length + 1), 1), sorted.length);
  const lower = sorted[Math.floor(position) - 1] ?? 0;
  const upper = sorted[Math.floor(position)] ?? lower;
  return Math.floor(lower + (position - Math.floor(position)) * (upper - lower));
}
