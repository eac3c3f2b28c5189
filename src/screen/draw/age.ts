import { utcClock } from '../../text/utc-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Formats an age coarsely, so that an idle screen is rarely redrawn: `42s`, `12m`, `3h12m`, `2d3h`. */
export function formatAge(milliseconds: number): string {
  const age = Math.max(0, milliseconds);
  if (age < minute) return `${Math.floor(age / 1000)}s`;
  if (age < hour) return `${Math.floor(age / minute)}m`;
  if (age < day) return twoUnits(Math.floor(age / hour), 'h', Math.floor((age % hour) / minute), 'm');
  return twoUnits(Math.floor(age / day), 'd', Math.floor((age % day) / hour), 'h');
}

/** Formats a time and its age: `03:36:13 (7m ago)`, or `2026-11-23 23:36:13 (4h7m ago)` on another day. */
export function clockAndAge(at: number, now: number): string {
  return `${utcClock(at, now)} (${formatAge(now - at)} ago)`;
}

/** Formats an end, its age and the time since the start: `03:36:13 (7m ago) after 2h5m`. */
export function clockAndDuration(startedAt: number, endedAt: number, now: number): string {
  return `${clockAndAge(endedAt, now)} after ${formatAge(endedAt - startedAt)}`;
}

function twoUnits(count: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${count}${unit}` : `${count}${unit}${rest}${restUnit}`;
}

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] as const;

/** Rounds a latency up to a step, so that an idle screen is rarely redrawn: `5 ms`, `200 ms`, `2 s`. */
export function formatLatency(milliseconds: number): string {
  const step = steps.find((candidate) => milliseconds <= candidate) ?? 10_000;
  return step < 1000 ? `${step} ms` : `${step / 1000} s`;
}
