import assert from 'node:assert/strict';
import { test } from 'node:test';
import { warningChanges } from '../../../../src/session/journal/changes/warning-changes.ts';
import type { WarningEntry } from '../../../../src/session/journal/entry.ts';
import type { SessionEvent } from '../../../../src/session/snapshot.ts';
import { found, now } from './change-fixtures.ts';

const ofEvent = { uid: 'e1', object: 'Pod/demo-taskmanager-1-1', reason: 'BackOff', message: 'Back-off pulling image' };
const event = (count: number): SessionEvent => ({
  ...ofEvent,
  type: 'Warning',
  firstAt: now - 60_000,
  at: now - 1000,
  count,
});
const first: WarningEntry = { kind: 'warning', at: now - 60_000, ...ofEvent, count: 1 };
const repeated = (count: number): WarningEntry => ({
  kind: 'warning',
  at: now - 1000,
  isSeen: true,
  ...ofEvent,
  count,
});

test('a new warning is found at its first occurrence', () => {
  assert.deepEqual(found(warningChanges, { snapshot: { events: [event(1)] } }), [first]);
});

test('a warning that was repeated before anyone watched has two entries', () => {
  assert.deepEqual(found(warningChanges, { snapshot: { events: [event(13)] } }), [first, repeated(8)]);
});

test('a repeated warning is new each time its count has doubled', () => {
  assert.deepEqual(found(warningChanges, { known: [first], snapshot: { events: [event(2)] } }), [repeated(2)]);
  assert.deepEqual(found(warningChanges, { known: [first, repeated(2)], snapshot: { events: [event(3)] } }), []);
  assert.deepEqual(found(warningChanges, { known: [first, repeated(2)], snapshot: { events: [event(9)] } }), [
    repeated(8),
  ]);
});

test('normal events are ignored', () => {
  assert.deepEqual(found(warningChanges, { snapshot: { events: [{ ...event(1), type: 'Normal' }] } }), []);
});
