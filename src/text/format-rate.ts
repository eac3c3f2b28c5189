import { formatSize } from './format-size.ts';

const units = ['', 'k', 'M', 'G', 'T'] as const;

/** Formats records per second in at most seven columns: `0/s`, `0.4/s`, `12/s`, `1.2k/s`, `340M/s`. */
export function formatRate(perSecond: number): string {
  let value = perSecond;
  let unit = 0;
  while (Math.round(value) >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const hasFraction = value > 0 && value < (unit === 0 ? 0.95 : 99.95);
  return `${hasFraction ? value.toFixed(1) : Math.round(value)}${units[unit]}/s`;
}

/** Formats bytes per second: `512 B/s`, `3.4 MiB/s`. */
export function formatByteRate(perSecond: number): string {
  return `${formatSize(perSecond)}/s`;
}
