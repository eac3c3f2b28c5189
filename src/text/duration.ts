const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** Formats the two largest units: `3d4h`, `5m12s`, `8s`. The text has at most six columns below 100 days. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.max(0, Math.floor(milliseconds / 1000) * 1000);
  if (rest === 0) return '0s';
  const first = units.findIndex(([, size]) => rest >= size);
  const parts: string[] = [];
  for (const [name, size] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${name}`);
  }
  return parts.join('');
}

/** Formats a wait that may be shorter than a second: `20ms`. */
export function formatWait(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)}ms` : formatDuration(milliseconds);
}

/** Formats how long something took: `0.4 s`, `12 s`, `2m5s`. */
export function formatSeconds(milliseconds: number): string {
  if (milliseconds >= 60_000) return formatDuration(milliseconds);
  return `${milliseconds < 950 ? (Math.max(100, milliseconds) / 1000).toFixed(1) : Math.round(milliseconds / 1000)} s`;
}

/** Formats a measured time, so that short times differ: `97 ms`, `1.4 s`, `12 s`, `2m5s`. */
export function formatMeasured(milliseconds: number): string {
  if (milliseconds >= 59_500) return formatDuration(Math.round(milliseconds / 1000) * 1000);
  if (milliseconds >= 9950) return `${Math.round(milliseconds / 1000)} s`;
  return milliseconds >= 1000 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.round(milliseconds)} ms`;
}

/** Formats a time that still grows, in whole seconds: `0 s`, `12 s`, `2m5s`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
}

/** Parses `10s`, `1h30m`, `500ms` to ms; undefined if invalid. A bare number is invalid because its unit is unclear. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(ms|d|h|m|s))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|d|h|m|s)/g)) {
    total += Number(count) * (unit === 'ms' ? 1 : (units.find(([name]) => name === unit)?.[1] ?? 0));
  }
  return total;
}
