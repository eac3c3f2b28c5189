import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createKubeletTime } from '../../../src/logs/intake/kubelet-time.ts';

const cases: readonly (readonly [line: string, at: string | undefined, text: string])[] = [
  ['2026-11-23T23:20:42.123456789Z hello', '2026-11-23T23:20:42.123Z', 'hello'],
  ['2026-11-23T23:20:42.123456789+02:00 hello', '2026-11-23T21:20:42.123Z', 'hello'],
  ['2026-11-23T23:20:42.1Z  two spaces', '2026-11-23T23:20:42.100Z', ' two spaces'],
  ['2026-11-23T23:20:42Z ', '2026-11-23T23:20:42.000Z', ''],
  ['2026-11-23 23:20:42,123 INFO  a line of Flink', undefined, '2026-11-23 23:20:42,123 INFO  a line of Flink'],
  ['2026-99-99T23:20:42Z no such day', undefined, '2026-99-99T23:20:42Z no such day'],
  ['', undefined, ''],
];

for (const [line, at, text] of cases) {
  test(`parses the timestamp in ${JSON.stringify(line)}`, () => {
    const time = createKubeletTime();
    const bytes = Buffer.from(`before${line}`);
    const hasTime = time.read(bytes, 6, bytes.length);
    assert.equal(hasTime ? new Date(time.at()).toISOString() : undefined, at);
    assert.equal(bytes.toString('utf8', 6 + (hasTime ? time.length() : 0)), text);
  });
}
