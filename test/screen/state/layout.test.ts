import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rectangle } from '../../../src/screen/draw/rectangle.ts';
import { isTooSmall } from '../../../src/screen/draw/too-small-rows.ts';
import { computeLayout } from '../../../src/screen/state/layout.ts';

const sizes = [
  [60, 15],
  [80, 24],
  [119, 40],
  [120, 30],
  [160, 50],
  [240, 70],
] as const;

for (const [columns, rows] of sizes) {
  test(`${columns}x${rows}: every cell belongs to exactly one area`, () => {
    const { header, panes, prompt, footer } = computeLayout({ columns, rows });
    const owners = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
    for (const rectangle of [header, ...Object.values(panes), prompt, footer]) cover(owners, rectangle);
    assert.ok(owners.flat().every((count) => count === 1));
  });

  test(`${columns}x${rows}: every pane has at least one row, and no pane is higher than the logs`, () => {
    const { pods, jobs, logs } = computeLayout({ columns, rows }).panes;
    assert.ok(pods && jobs && logs);
    for (const { height } of [pods, jobs, logs]) assert.ok(height >= 3);
    assert.ok(logs.height >= pods.height && logs.height >= jobs.height);
  });
}

test('a zoomed pane fills the body and hides the other panes', () => {
  const { panes, body } = computeLayout({ columns: 80, rows: 24 }, 'logs');
  assert.deepEqual(panes, { logs: body });
});

test('a terminal below 60x15 is too small', () => {
  assert.equal(isTooSmall({ columns: 60, rows: 15 }), false);
  assert.equal(isTooSmall({ columns: 59, rows: 15 }), true);
  assert.equal(isTooSmall({ columns: 60, rows: 14 }), true);
});

function cover(owners: number[][], { left, top, width, height }: Rectangle): void {
  for (let row = top; row < top + height; row += 1) {
    for (let column = left; column < left + width; column += 1) {
      const cells = owners[row];
      const count = cells?.[column];
      assert.ok(cells !== undefined && count !== undefined, 'the area is inside the terminal');
      cells[column] = count + 1;
    }
  }
}
