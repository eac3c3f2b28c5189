import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createServerClock } from '../../../src/kubernetes/transport/server-clock.ts';

const serverAt = Date.parse('2026-11-24T02:30:00Z');
const header = (milliseconds: number) => new Date(milliseconds).toUTCString();
/** Asserts that two times differ by at most the tolerance. */
const assertWithin = (actual: number | undefined, expected: number, toleranceMs: number) =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= toleranceMs, `${actual} differs from ${expected}`);

test('returns no time before the first Date header', () => {
  const clock = createServerClock();
  assert.equal(clock.time(), undefined);
  clock.observe(undefined, 0, 1);
  clock.observe('soon', 0, 1);
  assert.equal(clock.time(), undefined);
});

for (const [responses, toleranceMs] of [
  [1, 600],
  [24, 150],
] as const) {
  test(`is accurate to ${toleranceMs} ms with whole-second Date headers (count: ${responses})`, () => {
    const clock = createServerClock();
    const start = performance.now();
    for (let afterMs = 0; afterMs < responses * 130; afterMs += 130) {
      clock.observe(header(serverAt + afterMs), start + afterMs, start + afterMs + 10);
    }
    assertWithin(clock.time(), serverAt + (performance.now() - start), toleranceMs);
  });
}

test('never runs backwards while headers refine the estimate', () => {
  const clock = createServerClock();
  const start = performance.now();
  // The first response arrives at the start of a second, so the estimate is half a second ahead.
  clock.observe(header(serverAt), start, start + 1);
  const early = clock.time() ?? Number.NaN;
  clock.observe(header(serverAt), start + 900, start + 901);
  assert.ok((clock.time() ?? 0) >= early, `${clock.time()} is before ${early}`);
});

test('starts over after an inconsistent header, for example after a sleep', () => {
  const clock = createServerClock();
  const start = performance.now();
  for (let afterMs = 0; afterMs < 3000; afterMs += 130) {
    clock.observe(header(serverAt + afterMs), start + afterMs, start + afterMs + 10);
  }
  clock.observe(header(serverAt + 3_600_000), start + 3000, start + 3010);
  assertWithin(clock.time(), serverAt + 3_600_000 - 3000 + (performance.now() - start), 600);
});
