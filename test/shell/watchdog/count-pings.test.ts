import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPingCounter } from '../../../src/shell/watchdog/count-pings.ts';

/** Returns the first of 60 pings at which the main thread counts as hung. `cpuMs` is the CPU time between two pings. */
function hungAt(cpuMs: number, answers: (ping: number) => boolean): number | undefined {
  const pings = createPingCounter();
  for (let ping = 1; ping <= 60; ping += 1) {
    if (pings.isHung(ping * cpuMs * 1000)) return ping;
    if (answers(ping)) pings.answer();
  }
  return undefined;
}

test('ten unanswered pings in a row count as a hang', () => {
  assert.equal(
    hungAt(1000, () => false),
    11,
  );
  assert.equal(
    hungAt(1000, (ping) => ping <= 20),
    31,
  );
});

test('a response resets the count', () => {
  assert.equal(
    hungAt(1000, (ping) => ping % 9 === 0),
    undefined,
  );
});

test('a process that uses no CPU does not count as hung', () => {
  assert.equal(
    hungAt(5, () => false),
    undefined,
  );
});
