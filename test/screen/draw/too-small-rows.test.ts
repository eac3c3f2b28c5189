import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tooSmallRows } from '../../../src/screen/draw/too-small-rows.ts';

test('shows the complete required size in any terminal of at least 5 columns', () => {
  for (let columns = 5; columns <= 60; columns += 1) {
    for (let rows = 1; rows <= 15; rows += 1) {
      const shown = tooSmallRows({ columns, rows });
      assert.ok(shown.length <= rows && shown.every((row) => row.length <= columns), `${columns}x${rows}`);
      assert.match(shown.join('\n'), /(^| )60x15([ ,]|$)/m, `${columns}x${rows}`);
    }
  }
});

test('shows the terminal size and the quit key if there is room', () => {
  assert.deepEqual(tooSmallRows({ columns: 20, rows: 5 }), [
    'flink-tui needs',
    '60x15, but the',
    'terminal is 20x5.',
    'Make it larger, or',
    'press q to quit.',
  ]);
  assert.deepEqual(tooSmallRows({ columns: 14, rows: 3 }), ['needs 60x15,', 'this is 14x3,', 'q quits']);
});
