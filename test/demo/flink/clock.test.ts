import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from '../../../src/demo/flink/clock.ts';

test('the past is lived through in order, each thing at its time', () => {
  const clock = createClock(10, 60_000);
  const start = clock.now();
  const seen: string[] = [];
  const note = (what: string) => seen.push(`${what} ${Math.round(clock.elapsed(start))}`);
  clock.after(20_000, () => note('later'));
  clock.after(1000, () => {
    note('soon');
    clock.after(500, () => note('then'));
  });
  const cancel = clock.every(8000, () => note('again'));
  clock.pass(17_000);
  cancel();
  clock.pass(13_000);
  clock.close();
  assert.deepEqual(seen, ['soon 1000', 'then 1500', 'again 8000', 'again 16000', 'later 20000']);
});

test('it reaches the present, and goes on ten times as fast', async () => {
  const clock = createClock(10, 600_000);
  assert.ok(Date.now() - clock.now() > 59_000);
  clock.goLive();
  assert.ok(Math.abs(Date.now() - clock.now()) < 50);
  const began = Date.now();
  await new Promise<void>((resolve) => clock.after(1000, resolve));
  const took = Date.now() - began;
  assert.ok(took >= 95 && took < 1000, `a simulated second took ${took} ms`);
  clock.close();
});

test('what was cancelled, or comes after the end, does not happen', async () => {
  const clock = createClock(1000, 0);
  clock.goLive();
  let happened = 0;
  clock.after(1000, () => {
    happened += 1;
  })();
  clock.after(2000, () => {
    happened += 1;
  });
  clock.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(happened, 0);
});
