import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createServerClock } from '../../src/kubernetes/server-clock.ts';

const serverAt = Date.parse('2026-11-24T02:30:00Z');
const header = (milliseconds: number) => new Date(milliseconds).toUTCString();
/** The server's time is told within this much. */
const within = (actual: number | undefined, expected: number, toleranceMs: number) =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= toleranceMs, `${actual} is not ${expected}`);

test('before an answer, and where answers have no Date, the time of the server is not known', () => {
  const clock = createServerClock();
  assert.equal(clock.time(), undefined);
  clock.heard(undefined, 0, 1);
  clock.heard('soon', 0, 1);
  assert.equal(clock.time(), undefined);
});

test('one answer tells it to the second, more of them to less, though the header has only seconds', () => {
  const clock = createServerClock();
  const start = performance.now();
  const answer = (afterMs: number) => clock.heard(header(serverAt + afterMs), start + afterMs, start + afterMs + 10);
  answer(0);
  within(clock.time(), serverAt + (performance.now() - start), 600);
  for (let afterMs = 0; afterMs < 3000; afterMs += 130) answer(afterMs);
  within(clock.time(), serverAt + (performance.now() - start), 150);
});

test('what is at odds with it, as after a sleep or where the server was set, counts anew', () => {
  const clock = createServerClock();
  const start = performance.now();
  for (let afterMs = 0; afterMs < 3000; afterMs += 130) {
    clock.heard(header(serverAt + afterMs), start + afterMs, start + afterMs + 10);
  }
  clock.heard(header(serverAt + 3_600_000), start + 3000, start + 3010);
  within(clock.time(), serverAt + 3_600_000 - 3000 + (performance.now() - start), 600);
});
