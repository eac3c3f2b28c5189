import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clusterStatus } from '../../../src/session/cluster/cluster-status.ts';

const now = Date.UTC(2026, 10, 27, 3, 43, 13);
const cluster = {
  clusterId: 'red',
  namespace: 'flink',
  mode: 'session',
  replicas: 1,
  readyReplicas: 1,
  createdAt: 0,
  beingDeletedSince: undefined,
  finalizers: [],
  flinkVersion: undefined,
} as const;

test('derives the cluster status from the Deployment', () => {
  const deleted = { beingDeletedSince: now - 420_000 };
  for (const [changes, expected] of [
    [{}, 'ready'],
    [{ finalizers: ['example.com/hold'] }, 'ready'],
    [{ readyReplicas: 0 }, 'not ready'],
    [{ replicas: 0, readyReplicas: 0 }, 'scaled to 0'],
    [deleted, 'being deleted 7m'],
    [{ ...deleted, finalizers: ['example.com/hold'] }, 'being deleted 7m, held by finalizer example.com/hold'],
    [{ ...deleted, finalizers: ['a/b', 'c/d'] }, 'being deleted 7m, held by finalizers a/b, c/d'],
  ] as const) {
    assert.equal(clusterStatus({ ...cluster, ...changes }, now), expected);
  }
});
