import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Forward, ForwardTarget } from '../../../../src/session/forwards/forward.ts';
import { forwardChanges } from '../../../../src/session/journal/changes/forward-changes.ts';
import type { ForwardEntry } from '../../../../src/session/journal/entry.ts';
import { found, now } from './change-fixtures.ts';

const forward = (localPort: number, target: ForwardTarget, startedAt = now - 2000): Forward => ({
  id: localPort,
  target,
  address: '127.0.0.1',
  localPort,
  url: `http://127.0.0.1:${localPort}`,
  startedAt,
  state: { state: 'opening', since: startedAt },
  traffic: { openConnections: 0, totalConnections: 0, bytesFromPod: 0, bytesToPod: 0 },
  lastError: undefined,
});
const entryOf = (port: number, target: string, isOpen: boolean): ForwardEntry => ({
  kind: 'forward',
  at: isOpen ? now - 2000 : now,
  isSeen: true,
  url: `http://127.0.0.1:${port}`,
  target,
  isOpen,
});
const webUi = forward(8081, { kind: 'web-ui' });

test('open forwards are found with their targets', () => {
  const forwards = [
    webUi,
    forward(6123, { kind: 'job-manager', port: 6123 }),
    forward(6122, { kind: 'pod', pod: 'demo-taskmanager-1-1', port: 6122 }),
  ];
  assert.deepEqual(found(forwardChanges, { snapshot: { forwards } }), [
    entryOf(8081, 'the Web UI', true),
    entryOf(6123, 'port 6123 of the leading JobManager', true),
    entryOf(6122, 'port 6122 of demo-taskmanager-1-1', true),
  ]);
});

test('a closed forward is found', () => {
  const known = [entryOf(8081, 'the Web UI', true)];
  assert.deepEqual(found(forwardChanges, { known, snapshot: { forwards: [webUi] } }), []);
  assert.deepEqual(found(forwardChanges, { known, snapshot: { forwards: [] } }), [entryOf(8081, 'the Web UI', false)]);
});

test("the time of a forward is by the API server's clock", () => {
  const snapshot = { forwards: [webUi] };
  assert.deepEqual(found(forwardChanges, { snapshot, clock: { serverAheadMs: 500.4 } }), [
    { ...entryOf(8081, 'the Web UI', true), at: now - 1500 },
  ]);
});

test('a forward that was replaced by one to another target was closed before', () => {
  const known = [entryOf(8081, 'the Web UI', true)];
  const snapshot = { forwards: [forward(8081, { kind: 'job-manager', port: 9249 })] };
  assert.deepEqual(found(forwardChanges, { known, snapshot }), [
    { ...entryOf(8081, 'the Web UI', false), at: now - 2000 },
    entryOf(8081, 'port 9249 of the leading JobManager', true),
  ]);
});
