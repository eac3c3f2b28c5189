import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaderChanges } from '../../../../src/session/journal/changes/leader-changes.ts';
import type { LeaderEntry } from '../../../../src/session/journal/entry.ts';
import { sessionSnapshot } from '../../../support/session.ts';
import { found, now, seen } from './change-fixtures.ts';

const first: LeaderEntry = { kind: 'leader', at: now - 60_000, isSeen: true, pod: 'demo-a', isFirst: true };

test('the first leader is not a change', () => {
  assert.deepEqual(found(leaderChanges, { snapshot: { leader: 'demo-a' } }), [
    { kind: 'leader', ...seen, pod: 'demo-a', isFirst: true },
  ]);
});

test('nothing is found while the first leader is unknown, or before the first list of pods', () => {
  assert.deepEqual(found(leaderChanges, { snapshot: { leader: undefined } }), []);
  assert.deepEqual(found(leaderChanges, { known: [first], snapshot: { leader: undefined, pods: undefined } }), []);
});

test('another JobManager leads', () => {
  assert.deepEqual(found(leaderChanges, { known: [first], snapshot: { leader: 'demo-a' } }), []);
  assert.deepEqual(found(leaderChanges, { known: [first], snapshot: { leader: 'demo-b' } }), [
    { kind: 'leader', ...seen, pod: 'demo-b' },
  ]);
});

test('no JobManager leads, and then the same one again', () => {
  const none: LeaderEntry = { kind: 'leader', ...seen };
  assert.deepEqual(found(leaderChanges, { known: [first], snapshot: { leader: undefined } }), [none]);
  assert.deepEqual(found(leaderChanges, { known: [first, none], snapshot: { leader: 'demo-a' } }), [
    { kind: 'leader', ...seen, pod: 'demo-a' },
  ]);
});

test('the leader is unknown, not missing, before the ConfigMaps are read', () => {
  const { watches } = sessionSnapshot();
  const snapshot = {
    leader: undefined,
    watches: { ...watches, configmaps: { state: 'connecting', since: now } as const },
  };
  assert.deepEqual(found(leaderChanges, { known: [first], snapshot }), []);
});
