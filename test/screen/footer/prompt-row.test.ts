import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { views } from '../../../src/screen/all-views.ts';
import { promptRow } from '../../../src/screen/footer/prompt-row.ts';
import type { Activity, ScreenState } from '../../../src/screen/state/screen-state.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const savepoint: Activity = { id: 1, kind: 'running', title: 'savepoint of orders', step: 'in progress', since: 0 };
const copied = 'Copied: a1b2c3d4e5f60718293a4b5c6d7e8f90';

/** Returns the row `seconds` after a message with this text was shown, while these commands run. */
function rowAfter(seconds: number, text: string, activities: readonly Activity[], width = 120): string {
  const state: ScreenState = {
    ...screenInMemory().store.getState(),
    now: seconds * 1000,
    status: { text, token: 'ok', at: 0, isRelevant: undefined },
    activities,
  };
  return stripVTControlCharacters(promptRow(views, state, width));
}

test('shows the progress of a command beside a message, and hides the message after 20 s', () => {
  assert.equal(rowAfter(0, copied, [savepoint]), ` … savepoint of orders: in progress, 0s · ${copied}`);
  assert.equal(rowAfter(19, copied, [savepoint]), ` … savepoint of orders: in progress, 19s · ${copied}`);
  assert.equal(rowAfter(20, copied, [savepoint]), ' … savepoint of orders: in progress, 20s');
  assert.equal(rowAfter(19, copied, []), ` ${copied}`);
});

test('a long message shortens the progress of a command for 3 s and then disappears', () => {
  const longMessage = `saved 3 MiB to /${'folder/'.repeat(20)}`;
  for (const width of [60, 80, 120]) {
    const both = rowAfter(2, longMessage, [savepoint], width);
    assert.match(both, /^ … sav.*· saved 3 MiB/);
    assert.ok(both.length <= width);
    assert.equal(rowAfter(3, longMessage, [savepoint], width), ' … savepoint of orders: in progress, 3s');
  }
});
