import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { shortNames } from '../../../src/screen/draw/short-names.ts';

test('cuts a long name in the middle and keeps a name that fits', () => {
  const short = shortNames(['orders', 'insert-into_default_catalog.orders'], 16);
  assert.deepEqual([...short], [['insert-into_default_catalog.orders', 'inser…log.orders']]);
});

test('names that start and end alike stay different when they are cut', () => {
  const names = ['eu', 'us'].map((region) => `orders-${region}-daily-rollup-of-all-shops`);
  const short = shortNames(names, 14);
  assert.deepEqual(
    names.map((name) => short.get(name)),
    ['orders-e…shops', 'orders-u…shops'],
  );
});

test('a cut name never equals another name', () => {
  const short = shortNames(['taskmanager-1-10', 'task…-1-10'], 10);
  assert.notEqual(short.get('taskmanager-1-10'), 'task…-1-10');
});

test('a short name is never wider than requested', () => {
  const names = [
    '日本語のジョブ名'.repeat(5),
    '👍🏽 family 🇩🇪 flag'.repeat(5),
    'x'.repeat(1_000_000),
    '\x1b[31m'.repeat(20),
  ];
  for (let width = 1; width < 40; width += 1)
    for (const text of shortNames(names, width).values()) assert.ok(stringWidth(text) <= width, `${width}: ${text}`);
});

test('returns no short names for a width of 0', () => {
  assert.equal(shortNames(['a name'], 0).size, 0);
});
