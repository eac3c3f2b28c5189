import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JournalEntry } from '../../../../src/session/journal/entry.ts';
import { resolveCounts } from '../../../../src/session/journal/timeline/resolve-counts.ts';

const ofOrders = { at: 1000, job: 'a1', jobName: 'orders' } as const;
const count = (from: number, to: number): JournalEntry => ({
  kind: 'checkpoints',
  ...ofOrders,
  isSeen: true,
  from,
  to,
});
const completed = (id: number): JournalEntry => ({ kind: 'checkpoint', ...ofOrders, id, outcome: 'completed' });
const late = (id: number): JournalEntry => ({ kind: 'checkpoint', ...ofOrders, id, outcome: 'late' });

test('the counts of two recorders become one', () => {
  assert.deepEqual(resolveCounts([count(18, 41), count(18, 42)]), [count(18, 41), count(42, 42)]);
  assert.deepEqual(resolveCounts([count(18, 42), count(20, 41)]), [count(18, 42)]);
});

test('a counted checkpoint with a known result is not counted', () => {
  assert.deepEqual(resolveCounts([count(3, 5), completed(5)]), [count(3, 4), completed(5)]);
  assert.deepEqual(resolveCounts([completed(3), count(3, 3)]), [completed(3)]);
  assert.deepEqual(resolveCounts([late(3), count(3, 3)]), [late(3), count(3, 3)]);
});

test('the counts of another job stay', () => {
  const other: JournalEntry = { ...completed(3), job: 'b2' } as JournalEntry;
  assert.deepEqual(resolveCounts([other, count(3, 3)]), [other, count(3, 3)]);
});

test('a reduced count stays the same object', () => {
  const entries = [count(3, 5), completed(5)];
  const [before] = resolveCounts(entries);
  assert.deepEqual(before, count(3, 4));
  assert.equal(resolveCounts([...entries, completed(6)])[0], before);
});
