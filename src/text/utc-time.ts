import { formatDuration } from './duration.ts';

/** Formats epoch ms as `2026-11-23T23:20:43Z`, to the second. */
export function utcTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Formats a time for people: `23:20:43`, or `2026-11-22 23:20:43` if it is not on the day of `now`. Both are UTC. */
export function utcClock(at: number, now: number): string {
  const [date = '', time = ''] = utcTime(at).slice(0, -1).split('T');
  return utcTime(now).startsWith(date) ? time : `${date} ${time}`;
}

/** Formats a time and its age: `23:20:43 UTC (7m ago)`. */
export function utcClockAndAge(at: number, now: number): string {
  return `${utcClock(at, now)} UTC (${formatDuration(now - at)} ago)`;
}

/** Formats epoch ms for JSON: `2026-11-23T23:20:43.123Z`. */
export function isoTime(at: number): string {
  return new Date(at).toISOString();
}
