import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createRetryPace } from '../../../src/session/logs/retry-pace.ts';

/** A log and a clock that the test controls. */
function start({ mock }: TestContext) {
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

test('increases the retry delay, and retries rarely after denied access', (context) => {
  const { delays, next } = start(context);
  assert.deepEqual(delays(6), [500, 1000, 2000, 4000, 5000, 5000]);
  assert.equal(next(true).delayMs, 30_000);
});

test('resets the delay after a new line, but not after repeated lines', (context) => {
  const { delays, opened, wrote, newLine } = start(context);
  assert.deepEqual(delays(2), [500, 1000]);
  opened();
  wrote();
  assert.deepEqual(delays(1), [2000]);
  newLine();
  assert.deepEqual(delays(2), [500, 1000]);
});

test('resets the delay after a stream that stayed open, even without a new line', (context) => {
  const { delays, opened, wait } = start(context);
  assert.deepEqual(delays(2), [500, 1000]);
  opened();
  wait(60_000);
  assert.deepEqual(delays(1), [500]);
  wait(60_000);
  assert.deepEqual(delays(1), [1000]);
});
