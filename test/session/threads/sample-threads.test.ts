import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { sampleThreads } from '../../../src/session/threads/sample-threads.ts';

async function take(count: number, dumpMs: number, signal = new AbortController().signal) {
  const starts: number[] = [];
  let inFlight = 0;
  const dump = async () => {
    starts.push(performance.now());
    inFlight += 1;
    assert.equal(inFlight, 1, 'one dump in flight');
    await pause(dumpMs);
    inFlight -= 1;
    return [];
  };
  let taken = 0;
  for await (const _ of sampleThreads({ count, intervalMs: 1 }, dump, signal)) taken += 1;
  return { starts, taken };
}

test('dumps are at least half a second apart, whatever interval is asked for', async () => {
  const { starts, taken } = await take(3, 1);
  assert.equal(taken, 3);
  const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
  assert.ok(
    gaps.every((gap) => gap > 490),
    `${gaps}`,
  );
});

test('slow dumps are fewer, not longer: 3 dumps of 0.9 s end after 2', async () => {
  const { taken } = await take(3, 900);
  assert.equal(taken, 2);
});

test('an aborted sampling ends at once', async () => {
  const abort = new AbortController();
  const sampling = take(20, 1, abort.signal);
  abort.abort();
  await assert.rejects(sampling, { name: 'AbortError' });
});
