import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTime } from '../../src/logs/parse-time.ts';

const cases: readonly (readonly [line: string, at: string | undefined, text: string])[] = [
  ['2026-11-23T23:20:42.123456789Z hello', '2026-11-23T23:20:42.123Z', 'hello'],
  ['2026-11-23T23:20:42.123456789+02:00 hello', '2026-11-23T21:20:42.123Z', 'hello'],
  ['2026-11-23T23:20:42.1Z  two blanks', '2026-11-23T23:20:42.100Z', ' two blanks'],
  ['2026-11-23T23:20:42Z ', '2026-11-23T23:20:42.000Z', ''],
  ['2026-11-23 23:20:42,123 INFO  a line of Flink', undefined, '2026-11-23 23:20:42,123 INFO  a line of Flink'],
  ['2026-99-99T23:20:42Z no such day', undefined, '2026-99-99T23:20:42Z no such day'],
  ['', undefined, ''],
];

for (const [line, at, text] of cases) {
  test(`kubelet's time in ${JSON.stringify(line)}`, () => {
    assert.deepEqual(parseTime(line), { at: at === undefined ? undefined : Date.parse(at), text });
  });
}
