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

/** Times are in seconds. */
const failure = (at: number, job = 'a1'): JournalEntry => ({
  kind: 'failure',
  at: at * 1000,
  job,
  jobName: 'orders',
  exception: 'IOException',
  message: '',
});
const restarts = (from: number, at: number, restartCount?: number): JournalEntry => ({
  kind: 'restarts',
  at: at * 1000,
  job: 'a1',
  jobName: 'orders',
  from: from * 1000,
  ...(restartCount !== undefined && { count: restartCount }),
});

test('a restart that another recorder listed is not counted', () => {
  const other = [failure(10), failure(20), failure(30), failure(15, 'b1')];
  assert.deepEqual(resolveCounts([restarts(10, 25, 7), ...other]), [restarts(10, 25, 6), ...other]);
  assert.deepEqual(resolveCounts([restarts(10, 30, 2), ...other]), other);
  const ofOther: JournalEntry = { ...restarts(1, 12, 4), job: 'b1' } as JournalEntry;
  assert.deepEqual(resolveCounts([ofOther, restarts(10, 25, 7), ...other]), [ofOther, restarts(10, 25, 6), ...other]);
  assert.deepEqual(resolveCounts([restarts(10, 25), ...other]), [restarts(10, 25), ...other]);
});

test('restarts that two recorders counted are counted once', () => {
  const later = restarts(30, 40, 3);
  assert.deepEqual(resolveCounts([restarts(10, 25, 7), restarts(11, 26, 7), later]), [restarts(10, 25, 7), later]);
});

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
