import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import { errorSparkline, sparklineFormats } from '../../../src/screen/pods/error-sparkline.ts';

const { long, short } = sparklineFormats;
const now = Date.parse('2026-11-24T12:00:30Z');

function minutesOf(events: readonly (readonly [minutesAgo: number, level: string, count: number])[]) {
  const store = createLogStore({ now: () => now });
  const log = store.open({ uid: 'u', pod: 'p', container: 'flink-main-container' });
  for (const [minutesAgo, level, count] of events) {
    const at = new Date(now - minutesAgo * 60_000).toISOString().replace('Z', '000000Z');
    for (let index = 0; index < count; index += 1) {
      log.write(Buffer.from(`${at} 2026-11-24 12:00:00,000 ${level.padEnd(5)} a.B [] - message\n`));
    }
  }
  return store.sources().map((source) => source.minutes());
}

test('draws ten minutes, newest on the right, with counts', () => {
  const minutes = minutesOf([
    [20, 'ERROR', 7],
    [9, 'WARN', 1],
    [2, 'INFO', 50],
    [1, 'ERROR', 20],
    [1, 'WARN', 5],
    [0, 'WARN', 1],
  ]);
  assert.deepEqual(errorSparkline(minutes, now, long), { text: '▂·······█▂ 20E 7W', token: 'error' });
});

test('has the warning colour without errors, and shows large counts as 99+', () => {
  assert.deepEqual(errorSparkline(minutesOf([[0, 'WARN', 150]]), now, long), {
    text: '·········█ 99+W',
    token: 'warning',
  });
});

test('leaves space for the counts in each format', () => {
  const many = minutesOf([
    [0, 'ERROR', 150],
    [0, 'WARN', 150],
  ]);
  for (const format of [long, short]) assert.equal(errorSparkline(many, now, format).text.length, format.width);
});

test('in the short format, draws five minutes and one letter for errors or warnings', () => {
  const warnings = minutesOf([
    [9, 'ERROR', 1],
    [2, 'WARN', 1],
  ]);
  assert.deepEqual(errorSparkline(warnings, now, short), { text: '··█··W', token: 'warning' });
  assert.deepEqual(errorSparkline(minutesOf([[0, 'ERROR', 1]]), now, short), { text: '····█E', token: 'error' });
});

test('draws nothing for a quiet log', () => {
  assert.equal(
    errorSparkline(
      minutesOf([
        [11, 'FATAL', 3],
        [0, 'INFO', 1],
      ]),
      now,
      long,
    ).text,
    '',
  );
  assert.equal(errorSparkline(minutesOf([[11, 'FATAL', 3]]), now, long).text, '');
  assert.equal(errorSparkline([], now, short).text, '');
});
