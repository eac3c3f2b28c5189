import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { formatTable } from '../../src/text/table.ts';

/** Returns the terminal column where a text starts. */
const columnOf = (line: string, text: string) => stringWidth(line.slice(0, line.indexOf(text)));

test('aligns the pods of a cluster whose cluster-id has 45 characters', () => {
  const clusterId = 'x'.repeat(45);
  const rows = [
    [`${clusterId}-7d9c8b6f4-x2x9k`, 'JOBMANAGER', '1h'],
    [`${clusterId}-taskmanager-1-1`, 'TASKMANAGER', '1h'],
    [`${clusterId}-taskmanager-12-1000`, 'TASKMANAGER', '2m'],
  ];
  const [header = '', ...lines] = formatTable(['NAME', 'ROLE', 'AGE'], rows).split('\n');
  for (const [index, line] of lines.entries()) {
    assert.equal(columnOf(line, rows[index]?.[1] ?? ''), columnOf(header, 'ROLE'));
    assert.equal(columnOf(line, rows[index]?.[2] ?? ''), columnOf(header, 'AGE'));
  }
});

test('aligns columns by display width up to 120 columns', () => {
  for (const name of ['日本語', 'e\u0301', ...Array.from({ length: 120 }, (_, length) => 'n'.repeat(length + 1))]) {
    const [header = '', first = '', second = ''] = formatTable(
      ['NAME', 'STATE'],
      [
        [name, 'OK'],
        ['a', 'OK'],
      ],
    ).split('\n');
    const column = columnOf(header, 'STATE');
    assert.deepEqual([columnOf(first, 'OK'), columnOf(second, 'OK')], [column, column], name);
  }
});

test('shifts only the row of an overlong name', () => {
  const query = 'SELECT '.repeat(100);
  const lines = formatTable(
    ['NAME', 'STATE'],
    [
      [query, 'OK'],
      ['short', 'OK'],
    ],
  ).split('\n');
  assert.equal(lines[0], 'NAME   STATE');
  assert.equal(lines[1], `${query}  OK`);
  assert.equal(lines[2], 'short  OK');
});

test('formats a table of 300,000 rows', () => {
  const rows = Array.from({ length: 300_000 }, (_, index) => [`job-${index}`, 'RUNNING']);
  assert.equal(formatTable(['NAME', 'STATE'], rows).split('\n').length, 300_001);
});

test('never spreads data into function arguments, which fails at about 100,000 items', () => {
  const spread =
    /(?:Math\.(?:max|min)|\.(?:push|unshift|splice)|fromCharCode|fromCodePoint)\((?:[^(){}]*[,\s])?\.\.\.[\w([]/;
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  assert.ok(files.length > 500);
  for (const file of files) {
    const found = spread.exec(readFileSync(`src/${file}`, 'utf8'));
    assert.equal(found?.[0], undefined, `src/${file}: use a loop, or largest() from text/largest.ts`);
  }
});
