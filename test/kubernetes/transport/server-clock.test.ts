import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createServerClock } from '../../../src/kubernetes/transport/server-clock.ts';

const serverAt = Date.parse('2026-11-24T02:30:00Z');
const header = (milliseconds: number) => new Date(milliseconds).toUTCString();
/** The server's time is told within this much. */
const within = (actual: number | undefined, expected: number, toleranceMs: number) =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= toleranceMs, `${actual} is not ${expected}`);

test('before an answer, and where answers have no Date, the time of the server is not known', () => {
  const clock = createServerClock();
  assert.equal(clock.time(), undefined);
  clock.observe(undefined, 0, 1);
  clock.observe('soon', 0, 1);
  assert.equal(clock.time(), undefined);
});

for (const [answers, toleranceMs] of [
  [1, 600],
  [24, 150],
] as const) {
  test(`${answers} answers tell it to ${toleranceMs} ms, though the header has only seconds`, () => {
    const clock = createServerClock();
    const start = performance.now();
    for (let afterMs = 0; afterMs < answers * 130; afterMs += 130) {
      clock.observe(header(serverAt + afterMs), start + afterMs, start + afterMs + 10);
    }
    within(clock.time(), serverAt + (performance.now() - start), toleranceMs);
  });
}

test('it never runs backwards while answers narrow it down', () => {
  const clock = createServerClock();
  const start = performance.now();
  // The first answer comes at the end of a second, so that the time is taken for half a second later than it is.
  clock.observe(header(serverAt), start, start + 1);
  const early = clock.time() ?? Number.NaN;
  clock.observe(header(serverAt), start + 900, start + 901);
  assert.ok((clock.time() ?? 0) >= early, `${clock.time()} is before ${early}`);
});

test('what is at odds with it, as after a sleep or where the server was set, counts anew', () => {
  const clock = createServerClock();
  const start = performance.now();
  for (let afterMs = 0; afterMs < 3000; afterMs += 130) {
    clock.observe(header(serverAt + afterMs), start + afterMs, start + afterMs + 10);
  }
  clock.observe(header(serverAt + 3_600_000), start + 3000, start + 3010);
  within(clock.time(), serverAt + 3_600_000 - 3000 + (performance.now() - start), 600);
});
