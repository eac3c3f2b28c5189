import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitColumns } from '../../../src/screen/table/fit-columns.ts';
import type { Column } from '../../../src/screen/table/table-format.ts';

type Item = { readonly name: string };
const text = ({ name }: Item) => name;
const columns: readonly Column<Item>[] = [
  { title: 'NAME', importance: 1, width: { min: 10, preferred: 16 }, isName: true, text },
  { title: 'STATE', importance: 2, width: 8, text },
  { title: 'COUNT', importance: 4, width: { short: 4, long: 9 }, align: 'right', text },
  { title: 'REASON', importance: 3, width: { min: 6 }, text },
];
const widths = (width: number, widestName = 20) =>
  fitColumns(columns, width, widestName).map(({ title, columns: own }) => `${title} ${own}`);

test('a narrow table keeps the most important columns', () => {
  assert.deepEqual(widths(21), ['NAME 10', 'STATE 8']);
  assert.deepEqual(widths(28), ['NAME 10', 'STATE 8', 'REASON 6']);
  assert.deepEqual(widths(33), ['NAME 10', 'STATE 8', 'COUNT 4', 'REASON 6']);
});

test('a wider table has wider columns, first the names, and names have only the width that they need', () => {
  assert.deepEqual(widths(39), ['NAME 16', 'STATE 8', 'COUNT 4', 'REASON 6']);
  assert.deepEqual(widths(44), ['NAME 16', 'STATE 8', 'COUNT 9', 'REASON 6']);
  assert.deepEqual(widths(100), ['NAME 20', 'STATE 8', 'COUNT 9', 'REASON 58']);
  assert.deepEqual(widths(100, 5), ['NAME 10', 'STATE 8', 'COUNT 9', 'REASON 68']);
});

test('every row fills the table, and no column vanishes in a wider table', () => {
  let before: ReturnType<typeof fitColumns<Item>> = [];
  for (let width = 12; width <= 300; width += 1) {
    const fitted = fitColumns(columns, width, 40);
    const total = fitted.reduce((sum, { columns: own }) => sum + own + 1, 1);
    assert.equal(total, width, `${width}`);
    for (const { title } of before)
      assert.ok(
        fitted.some((column) => column.title === title),
        `${title} at ${width}`,
      );
    before = fitted;
  }
});

test('free width after a right-aligned last column stays empty', () => {
  const [name, , count] = columns;
  assert.ok(name && count);
  const [, last, empty] = fitColumns([name, count], 60, 10);
  assert.deepEqual([last?.columns, empty?.title, empty?.columns], [9, '', 37]);
});
