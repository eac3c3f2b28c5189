import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSize } from '../../src/text/parse-size.ts';

const sizes: readonly [text: string, bytes: number | undefined][] = [
  ['512MiB', 536_870_912],
  ['1.5 GiB', 1_610_612_736],
  ['2gb', 2_147_483_648],
  ['100B', 100],
  ['100', undefined],
  ['GiB', undefined],
  ['-1MiB', undefined],
  ['1 MiB more', undefined],
];
for (const [text, bytes] of sizes) {
  test(`parses ${text} as ${bytes ?? 'invalid'}`, () => assert.equal(parseSize(text), bytes));
}
