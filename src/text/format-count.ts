const units = ['', 'k', 'M', 'G', 'T'] as const;

/** Formats a count in at most five columns: `0.4`, `12`, `1312`, `12.3k`, `340M`. */
export function formatCount(count: number): string {
  if (Math.round(count) < 10_000) return count > 0 && count < 0.95 ? count.toFixed(1) : String(Math.round(count));
  let value = count;
  let unit = 0;
  while (Math.round(value) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 99.95 ? value.toFixed(1) : Math.round(value)}${units[unit]}`;
}
