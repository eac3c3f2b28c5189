import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, formatWait, parseDuration } from '../../src/text/duration.ts';

for (const [milliseconds, shown] of [
  [0, '0s'],
  [999, '0s'],
  [8_000, '8s'],
  [312_000, '5m12s'],
  [300_000, '5m'],
  [3_600_000, '1h'],
  [100 * 60_000, '1h40m'],
  [(3 * 24 + 4) * 3_600_000 + 59_000, '3d4h'],
  [-5, '0s'],
] as const) {
  test(`formats ${milliseconds} ms as ${shown}`, () => assert.equal(formatDuration(milliseconds), shown));
}

for (const [milliseconds, shown] of [
  [1, '1ms'],
  [999, '999ms'],
  [1000, '1s'],
] as const) {
  test(`formats a wait of ${milliseconds} ms as ${shown}`, () => assert.equal(formatWait(milliseconds), shown));
}

for (const [text, milliseconds] of [
  ['10s', 10_000],
  ['1h30m', 5_400_000],
  ['500ms', 500],
  ['2d', 172_800_000],
  ['10', undefined],
  ['', undefined],
  ['1x', undefined],
  ['-5s', undefined],
] as const) {
  const expected = milliseconds === undefined ? 'invalid' : `${milliseconds} ms`;
  test(`parses "${text}" as ${expected}`, () => assert.equal(parseDuration(text), milliseconds));
}
