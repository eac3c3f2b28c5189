import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { formatTable } from '../../src/text/table.ts';

test('columns are as wide as their widest cell', () => {
  assert.equal(formatTable(['A', 'BB'], [['wide', 'x'], ['y']]), 'A     BB\nwide  x\ny');
});

test('a table of 300,000 rows is a table', () => {
  const table = formatTable(
    ['N'],
    Array.from({ length: 300_000 }, (_, index) => [String(index)]),
  );
  assert.ok(table.endsWith('\n299999'));
});

test('no function is called with as many arguments as there are data: Node ends at about 100,000', () => {
  const spread =
    /(?:Math\.(?:max|min)|\.(?:push|unshift|splice)|fromCharCode|fromCodePoint)\((?:[^()]*[,\s])?\.\.\.[\w([]/;
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  assert.ok(files.length > 500);
  for (const file of files) {
    // An object literal may spread an object.
    const found = spread.exec(readFileSync(`src/${file}`, 'utf8').replace(/\{[^{}]*\}/g, '{}'));
    assert.equal(found?.[0], undefined, `src/${file}: use a loop, or largest of text/largest.ts`);
  }
});
