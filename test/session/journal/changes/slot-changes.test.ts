import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slotChanges } from '../../../../src/session/journal/changes/slot-changes.ts';
import { found, now } from './change-fixtures.ts';

const overview = (used: number, total: number) => ({
  taskManagers: 1,
  slotsTotal: total,
  slotsAvailable: total - used,
  jobsRunning: 0,
  jobsFinished: 0,
  jobsCancelled: 0,
  jobsFailed: 0,
});
const entryOf = (used: number, total: number) => ({ kind: 'slots', at: now, isSeen: true, used, total }) as const;

test('the numbers of slots in use and of all slots are found when they change', () => {
  assert.deepEqual(found(slotChanges, { snapshot: { overview: overview(1, 2) } }), [entryOf(1, 2)]);
  const known = [entryOf(1, 2)];
  assert.deepEqual(found(slotChanges, { known, snapshot: { overview: overview(1, 2) } }), []);
  assert.deepEqual(found(slotChanges, { known, snapshot: { overview: overview(2, 2) } }), [entryOf(2, 2)]);
  assert.deepEqual(found(slotChanges, { known, snapshot: { overview: overview(1, 4) } }), [entryOf(1, 4)]);
});

test('unknown slots are not zero', () => {
  assert.deepEqual(found(slotChanges, { known: [entryOf(1, 2)], snapshot: { overview: undefined } }), []);
});
