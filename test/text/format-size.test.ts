import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSize } from '../../src/text/format-size.ts';

for (const [bytes, shown] of [
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [250 * 1024 * 1024, '250 MiB'],
  [3 * 1024 ** 4, '3.0 TiB'],
] as const) {
  test(`formats ${bytes} bytes as ${shown}`, () => assert.equal(formatSize(bytes), shown));
}
