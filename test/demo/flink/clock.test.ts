import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClock } from '../../../src/demo/flink/clock.ts';

test('advances through the past and runs the callbacks in order, each at its time', () => {
  const clock = createClock(10, 60_000);
  const start = clock.now();
  const calls: string[] = [];
  const record = (name: string) => calls.push(`${name} ${Math.round(clock.elapsed(start))}`);
  clock.after(20_000, () => record('later'));
  clock.after(1000, () => {
    record('soon');
    clock.after(500, () => record('then'));
  });
  const cancel = clock.every(8000, () => record('again'));
  clock.advance(17_000);
  cancel();
  clock.advance(13_000);
  clock.close();
  assert.deepEqual(calls, ['soon 1000', 'then 1500', 'again 8000', 'again 16000', 'later 20000']);
});

test('a live clock starts at the current time and applies its speed to delays', async () => {
  const clock = createClock(10, 600_000);
  assert.ok(Date.now() - clock.now() > 59_000);
  clock.goLive();
  assert.ok(Math.abs(Date.now() - clock.now()) < 50);
  const startedAt = Date.now();
  await new Promise<void>((resolve) => clock.after(1000, resolve));
  const elapsedMs = Date.now() - startedAt;
  assert.ok(elapsedMs >= 95 && elapsedMs < 1000, `a simulated second took ${elapsedMs} ms`);
  clock.close();
});

test('does not run a cancelled callback or a callback that is due after close', async () => {
  const clock = createClock(1000, 0);
  clock.goLive();
  let calls = 0;
  clock.after(1000, () => {
    calls += 1;
  })();
  clock.after(2000, () => {
    calls += 1;
  });
  clock.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(calls, 0);
});
