import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAge, formatLatency } from '../../../src/screen/draw/age.ts';

for (const [milliseconds, text] of [
  [-5, '0s'],
  [59_999, '59s'],
  [60_000, '1m'],
  [3_599_999, '59m'],
  [3_600_000, '1h'],
  [11_520_000, '3h12m'],
  [86_400_000, '1d'],
  [183_600_000, '2d3h'],
] as const) {
  test(`formats an age of ${milliseconds} ms as ${text}`, () => assert.equal(formatAge(milliseconds), text));
}

test('rounds a latency up to the next step', () => {
  assert.deepEqual([0.4, 4, 11, 12, 450, 1200].map(formatLatency), ['1 ms', '5 ms', '20 ms', '20 ms', '500 ms', '2 s']);
});
