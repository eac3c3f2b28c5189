import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createObjectStore } from '../../../src/demo/kubernetes/object-store.ts';
import { configMap, deployment, namespace, pod } from './test-cluster.ts';

const names = (objects: readonly { metadata: { name: string } }[] | undefined) =>
  objects?.map(({ metadata }) => metadata.name);

test('a created object gets a uid, a resource version, a timestamp and a generation', () => {
  const store = createObjectStore();
  const created = store.create('deployments', deployment('session'));
  assert.match(created.metadata.uid ?? '', /^[0-9a-f-]{36}$/);
  assert.match(created.metadata.creationTimestamp ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.equal(created.metadata.resourceVersion, String(store.revision()));
  assert.deepEqual((created.metadata as { generation?: number }).generation, 1);
  assert.ok(!('generation' in store.create('configmaps', configMap('settings', {})).metadata));
});

test('a spec change increments the generation, but a status change does not', () => {
  const store = createObjectStore();
  store.create('deployments', deployment('session'));
  const generationAfter = (field: 'spec' | 'status', value: object) => {
    const changed = store.update('deployments', namespace, 'session', (object) => {
      object[field] = value;
    });
    return changed && 'generation' in changed.metadata && changed.metadata.generation;
  };
  assert.equal(generationAfter('status', { readyReplicas: 0 }), 1);
  assert.equal(generationAfter('spec', { replicas: 2 }), 2);
});

test('an update without changes creates no event and no revision', () => {
  const store = createObjectStore();
  store.create('configmaps', configMap('settings', { level: 'INFO' }));
  const before = store.revision();
  const events: string[] = [];
  store.subscribe(({ type }) => events.push(type));
  store.update('configmaps', namespace, 'settings', (object) => {
    object.data = { level: 'INFO' };
  });
  assert.equal(store.revision(), before);
  assert.deepEqual(events, []);
});

test('removes the dependents of a removed object, except those with another owner', () => {
  const store = createObjectStore();
  const { uid = '' } = store.create('deployments', deployment('session')).metadata;
  const { uid: otherUid = '' } = store.create('deployments', deployment('other')).metadata;
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'session', uid };
  const owned = (name: string, ...owners: string[]) => {
    const object = configMap(name, {});
    object.metadata.ownerReferences = owners.map((ownerUid) => ({ ...owner, uid: ownerUid }));
    return store.create('configmaps', object);
  };
  owned('exclusive', uid);
  owned('shared', uid, otherUid);
  const events: string[] = [];
  store.subscribe(({ type, object }) => events.push(`${type} ${object.metadata.name}`));
  store.remove('deployments', namespace, 'session');
  assert.deepEqual(events, ['DELETED session', 'DELETED exclusive']);
  assert.deepEqual(names(store.list('configmaps')), ['shared']);
});

test('keeps a terminating pod when its owner is removed', () => {
  const store = createObjectStore();
  const { uid = '' } = store.create('deployments', deployment('session')).metadata;
  for (const name of ['a', 'b']) {
    const owned = pod(name);
    owned.metadata.ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'session', uid }];
    store.create('pods', owned);
  }
  store.update('pods', namespace, 'a', ({ metadata }) => {
    metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
  });
  store.remove('deployments', namespace, 'session');
  assert.deepEqual(names(store.list('pods')), ['a']);
});

test('lists objects at an old revision until the history is compacted', () => {
  const store = createObjectStore();
  store.create('pods', pod('a'));
  const oldRevision = store.revision();
  store.create('pods', pod('b'));
  store.remove('pods', namespace, 'a');
  assert.deepEqual(names(store.listAt('pods', oldRevision)), ['a']);
  assert.deepEqual(names(store.listAt('pods', store.revision())), ['b']);
  store.compact();
  assert.equal(store.listAt('pods', oldRevision), undefined);
  assert.equal(store.changesSince('pods', oldRevision), undefined);
  assert.deepEqual(names(store.listAt('pods', store.revision())), ['b']);
});
