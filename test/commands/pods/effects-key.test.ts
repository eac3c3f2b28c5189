import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectsKey } from '../../../src/commands/pods/delete/effects.ts';
import type { PodRow } from '../../../src/session/snapshot.ts';
import { podRow, sessionSnapshot } from '../../support/session.ts';

const keyFor = (status: PodRow['status']) =>
  effectsKey({
    pods: [podRow({ name: 'my-first-flink-cluster-taskmanager-1-1', status })],
    snapshot: sessionSnapshot(),
    leader: undefined,
    standbys: [],
    jobs: [],
    slots: { used: 0, freeElsewhere: 0 },
    unknown: [],
  });

test('a plan outlives a status that changes with time, but not the deletion of its pod', () => {
  assert.equal(keyFor('never registered'), keyFor('starting'));
  assert.notEqual(keyFor('stopping'), keyFor('starting'));
});
