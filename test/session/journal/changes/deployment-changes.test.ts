import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentChanges } from '../../../../src/session/journal/changes/deployment-changes.ts';
import type { DeploymentEntry } from '../../../../src/session/journal/entry.ts';
import type { SessionDeployment } from '../../../../src/session/snapshot.ts';
import { found, now, seen } from './change-fixtures.ts';

const slots = 'config taskmanager.numberOfTaskSlots';
const first: DeploymentEntry = {
  kind: 'deployment',
  at: now - 60_000,
  isSeen: true,
  changes: [
    { what: 'image', to: 'flink:2.2' },
    { what: 'replicas', to: '1' },
    { what: slots, to: '2' },
  ],
  isFirst: true,
};
const withValues = (image: string | undefined, replicas: number, options: { readonly [key: string]: string }) => {
  const deployment: SessionDeployment = {
    name: 'demo',
    uid: 'd1',
    replicas,
    readyReplicas: 0,
    createdAt: now,
    image,
    owner: undefined,
    mode: 'session',
    beingDeletedSince: undefined,
    finalizers: [],
  };
  return { deployment, configuration: new Map(Object.entries(options)) };
};
const changesIn = (snapshot: ReturnType<typeof withValues>, known: readonly DeploymentEntry[] = [first]) =>
  found(deploymentChanges, { known, snapshot });
const entryOf = (...changes: DeploymentEntry['changes']): DeploymentEntry => ({ kind: 'deployment', ...seen, changes });

test('the first values are not changes', () => {
  assert.deepEqual(changesIn(withValues('flink:2.2', 1, { 'taskmanager.numberOfTaskSlots': '2' }), []), [
    { ...first, at: now },
  ]);
});

test('nothing is found before both the Deployment and the configuration are read', () => {
  const { deployment, configuration } = withValues('flink:2.2', 1, {});
  assert.deepEqual(found(deploymentChanges, { snapshot: { deployment } }), []);
  assert.deepEqual(found(deploymentChanges, { snapshot: { configuration } }), []);
});

test('a changed, a new and a removed value are one entry', () => {
  const snapshot = withValues('flink:2.3', 1, { 'parallelism.default': '4' });
  assert.deepEqual(changesIn(snapshot), [
    entryOf(
      { what: 'image', from: 'flink:2.2', to: 'flink:2.3' },
      { what: 'config parallelism.default', to: '4' },
      { what: slots, from: '2' },
    ),
  ]);
});

test('the values of secrets are masked', () => {
  const options = {
    'taskmanager.numberOfTaskSlots': '2',
    's3.secret-key': 'hunter2',
    'env.java.opts.all': '-Dfs.s3a.secret.key=hunter2 -Xss1m',
  };
  const masked = entryOf(
    { what: 'config s3.secret-key', to: '******' },
    { what: 'config env.java.opts.all', to: '-Dfs.s3a.secret.key=****** -Xss1m' },
  );
  assert.deepEqual(changesIn(withValues('flink:2.2', 1, options)), [masked]);
  const rotated = Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, value.replace('hunter2', 'hunter3')]),
  );
  assert.deepEqual(changesIn(withValues('flink:2.2', 1, rotated), [first, masked]), []);
});
