import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createRetryPace } from '../../../src/session/logs/retry-pace.ts';

/** A log, and a clock that goes when it is told to. */
function play({ mock }: TestContext) {
  let newestAt = 1;
  let now = 0;
  mock.method(performance, 'now', () => now);
  const pace = createRetryPace(() => newestAt);
  return {
    ...pace,
    delays: (count: number) => Array.from({ length: count }, () => pace.next(false).delayMs),
    newLine: () => {
      newestAt += 1;
      pace.wrote();
    },
    wait: (ms: number) => {
      now += ms;
    },
  };
}

test('it is asked for less and less often, and seldom what one may not read', (context) => {
  const { delays, next } = play(context);
  assert.deepEqual(delays(6), [500, 1000, 2000, 4000, 5000, 5000]);
  assert.equal(next(true).delayMs, 30_000);
});

test('what comes again is nothing new, a new line is', (context) => {
  const { delays, opened, wrote, newLine } = play(context);
  assert.deepEqual(delays(2), [500, 1000]);
  opened();
  wrote();
  assert.deepEqual(delays(1), [2000]);
  newLine();
  assert.deepEqual(delays(2), [500, 1000]);
});

test('a stream that lasted was none that failed, whether or not a line came', (context) => {
  const { delays, opened, wait } = play(context);
  assert.deepEqual(delays(2), [500, 1000]);
  opened();
  wait(60_000);
  assert.deepEqual(delays(1), [500]);
  wait(60_000);
  assert.deepEqual(delays(1), [1000]);
});
