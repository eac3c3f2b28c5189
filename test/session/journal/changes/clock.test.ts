import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flinkAheadMs, flinkTime } from '../../../../src/session/journal/changes/clock.ts';
import { now } from './change-fixtures.ts';

const hourMs = 3_600_000;

test("Flink's clock a second ahead counts as equal", () => {
  assert.equal(flinkAheadMs(now + 1000, now), 0);
  assert.equal(flinkAheadMs(now - 1000, now), 0);
  assert.deepEqual(flinkTime({ flinkAheadMs: 0 }, now), { at: now });
});

test("Flink's clock an hour ahead or behind is corrected, and its time is kept", () => {
  assert.equal(flinkAheadMs(now + hourMs, now), hourMs);
  assert.equal(flinkAheadMs(now - hourMs, now), -hourMs);
  assert.deepEqual(flinkTime({ flinkAheadMs: hourMs }, now + hourMs), { at: now, flinkAt: now + hourMs });
});

test("a time by Flink's clock is a whole number, although the API server's clock is estimated", () => {
  assert.deepEqual(flinkTime({ flinkAheadMs: flinkAheadMs(now + hourMs, now + 0.4) }, now + hourMs), {
    at: now,
    flinkAt: now + hourMs,
  });
});
