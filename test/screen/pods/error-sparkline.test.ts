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

test('a bar has ten minutes, the newest at the right, and the counts in words', () => {
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

test('warnings alone are no error, and many are not counted out', () => {
  assert.deepEqual(errorSparkline(minutesOf([[0, 'WARN', 150]]), now, long), {
    text: '·········█ 99+W',
    token: 'warning',
  });
});

test('every bar has room for its counts', () => {
  const many = minutesOf([
    [0, 'ERROR', 150],
    [0, 'WARN', 150],
  ]);
  for (const form of [long, short]) assert.equal(errorSparkline(many, now, form).text.length, form.width);
});

test('the short one has five minutes, and tells whether there were errors', () => {
  const warnings = minutesOf([
    [9, 'ERROR', 1],
    [2, 'WARN', 1],
  ]);
  assert.deepEqual(errorSparkline(warnings, now, short), { text: '··█··W', token: 'warning' });
  assert.deepEqual(errorSparkline(minutesOf([[0, 'ERROR', 1]]), now, short), { text: '····█E', token: 'error' });
});

test('a log that has been quiet since has an empty bar', () => {
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
