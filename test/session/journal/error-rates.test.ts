import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogSource } from '../../../src/logs/log-store.ts';
import { createErrorRates } from '../../../src/session/journal/error-rates.ts';

const minuteMs = 60_000;
/** The minute of `now`. It has not ended. */
const minute = 29_923_920;
const now = minute * minuteMs + 30_000;

/** Logs of a container with these numbers of errors in the latest minutes, the newest last. */
function ratesOf(container = 'flink-main-container') {
  const errors: number[] = Array.from({ length: 60 }, () => 0);
  let newest = minute;
  const source = {
    key: `u1/${container}`,
    uid: 'u1',
    pod: 'demo-taskmanager-1-1',
    container,
    minutes: () => ({ minute: newest, warnings: errors.map(() => 0), errors: errors.slice(-60) }),
  };
  const find = createErrorRates({ sources: () => [source as unknown as LogSource] });
  return {
    /** Sets the latest minutes, including the current one. */
    log: (...latest: readonly number[]) => errors.splice(-latest.length, latest.length, ...latest),
    /** Starts another minute with this number of errors. */
    nextMinute: (count: number) => {
      errors.push(count);
      newest += 1;
    },
    found: () => find(now + (newest - minute) * minuteMs),
  };
}

const jump = (minutesAgo: number, perMinute: number, before: number) => ({
  kind: 'errors',
  at: (minute - minutesAgo) * minuteMs,
  pod: 'demo-taskmanager-1-1',
  uid: 'u1',
  perMinute,
  before,
});

test('a jump is found once, after its minute has ended', () => {
  const rates = ratesOf();
  rates.log(2, 0, 1, 50);
  assert.deepEqual(rates.found(), [], 'the minute has not ended');
  rates.nextMinute(0);
  assert.deepEqual(rates.found(), [jump(0, 50, 2)]);
  assert.deepEqual(rates.found(), []);
  rates.nextMinute(0);
  assert.deepEqual(rates.found(), []);
});

test('a second minute at the same level is not a jump', () => {
  const rates = ratesOf();
  rates.log(50, 60, 240, 0);
  assert.deepEqual(rates.found(), [jump(3, 50, 0)]);
});

test('fewer than 10 errors are not a jump', () => {
  const rates = ratesOf();
  rates.log(9, 0);
  assert.deepEqual(rates.found(), []);
  const more = ratesOf();
  more.log(10, 0);
  assert.deepEqual(more.found(), [jump(1, 10, 0)]);
});

test('a jump has five times the errors of each of the ten minutes before', () => {
  const quiet = Array.from({ length: 9 }, () => 0);
  const rates = ratesOf();
  rates.log(10, ...quiet, 49, 0);
  assert.deepEqual(rates.found(), [jump(11, 10, 0)]);
  const later = ratesOf();
  later.log(10, ...quiet, 0, 49, 0);
  assert.deepEqual(later.found(), [jump(12, 10, 0), jump(1, 49, 0)]);
});

test('a constant number of errors is not a jump, also not in the oldest known minute', () => {
  const rates = ratesOf();
  rates.log(...Array.from({ length: 60 }, () => 100));
  assert.deepEqual(rates.found(), []);
});

test('errors of sidecars are ignored', () => {
  const rates = ratesOf('sidecar');
  rates.log(50, 0);
  assert.deepEqual(rates.found(), []);
});
