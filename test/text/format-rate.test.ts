import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatByteRate, formatRate } from '../../src/text/format-rate.ts';

for (const [perSecond, text] of [
  [0, '0/s'],
  [0.4, '0.4/s'],
  [0.97, '1/s'],
  [12.3, '12/s'],
  [999.7, '1.0k/s'],
  [1234, '1.2k/s'],
  [99_960, '100k/s'],
  [340_000_000, '340M/s'],
] as const) {
  test(`${perSecond} records per second are ${text}`, () => assert.equal(formatRate(perSecond), text));
}

test('bytes per second have the units of sizes', () => assert.equal(formatByteRate(3.4 * 2 ** 20), '3.4 MiB/s'));
