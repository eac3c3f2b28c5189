import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strategicMergePatch } from '../../../src/demo/kubectl/patch/merge-patch.ts';
import { sendJsonRequest } from './test-client.ts';
import {
  configMap,
  deployment,
  deploymentsPath,
  namespace,
  pod,
  podsPath,
  startCluster,
  type TestCluster,
} from './test-cluster.ts';

const settings = `/api/v1/namespaces/${namespace}/configmaps/settings`;

function patch({ server }: TestCluster, path: string, kind: 'merge' | 'strategic-merge' | 'json', body: unknown) {
  return sendJsonRequest(server, path, {
    method: 'PATCH',
    headers: { 'content-type': `application/${kind}-patch+json` },
    body,
  });
}

test('a merge patch changes the given keys and removes a key with null', async (t) => {
  const cluster = await startCluster(t);
  const { metadata } = cluster.store.create('configmaps', configMap('settings', { a: '1', b: '2' }));
  const { status, json } = await patch(cluster, settings, 'merge', { data: { a: 'x', b: null, c: '3' } });
  assert.equal(status, 200);
  assert.deepEqual(json.data, { a: 'x', c: '3' });
  assert.equal(json.metadata.uid, metadata.uid);
  assert.equal(json.metadata.resourceVersion, String(cluster.store.revision()));
});

test('rejects a patch with an outdated resource version as a conflict', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('configmaps', configMap('settings', {}));
  const { status, json } = await patch(cluster, settings, 'merge', {
    metadata: { resourceVersion: '1' },
    data: { a: '' },
  });
  assert.equal(status, 409);
  assert.equal(json.reason, 'Conflict');
  assert.equal(
    json.message,
    'Operation cannot be fulfilled on configmaps "settings": the object has been modified; ' +
      'please apply your changes to the latest version and try again',
  );
  assert.deepEqual(cluster.store.get('configmaps', namespace, 'settings')?.data, {});
});

test('a strategic merge patch merges containers by name', async (t) => {
  const cluster = await startCluster(t);
  const containers = [
    { name: 'main', image: 'a' },
    { name: 'side', image: 'b' },
  ];
  cluster.store.create('pods', { ...pod('a'), spec: { containers } });
  const { json } = await patch(cluster, `${podsPath}/a`, 'strategic-merge', {
    spec: { containers: [{ name: 'side', image: 'c' }] },
  });
  assert.deepEqual(json.spec.containers, [
    { name: 'main', image: 'a' },
    { name: 'side', image: 'c' },
  ]);
  assert.equal(json.metadata.generation, 2);
  const patched = strategicMergePatch(
    { containers },
    { containers: [{ name: 'side', $patch: 'delete' }, { name: 'new' }] },
  );
  assert.deepEqual(patched, { containers: [{ name: 'main', image: 'a' }, { name: 'new' }] });
});

test('rejects a patch of a Deployment spec, except for its replicas', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('deployments', deployment('session'));
  const rejected = await patch(cluster, `${deploymentsPath}/session`, 'merge', { spec: { template: {} } });
  assert.equal(rejected.status, 405);
  assert.equal(rejected.json.reason, 'MethodNotAllowed');
  assert.match(rejected.json.message, /demo does not simulate rollouts/);
  assert.equal((await patch(cluster, `${deploymentsPath}/session`, 'merge', { spec: { replicas: 0 } })).status, 200);
  const labelled = await patch(cluster, `${deploymentsPath}/session`, 'merge', { metadata: { labels: { a: 'b' } } });
  assert.equal(labelled.status, 200);
  assert.deepEqual(cluster.store.get('deployments', namespace, 'session')?.spec, { replicas: 0 });
});

test('a JSON patch applies all operations or none', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('configmaps', configMap('settings', { a: '1' }));
  const { json } = await patch(cluster, settings, 'json', [
    { op: 'test', path: '/data/a', value: '1' },
    { op: 'add', path: '/data/log4j~1console', value: 'x' },
    { op: 'move', from: '/data/a', path: '/data/b' },
  ]);
  assert.deepEqual(json.data, { 'log4j/console': 'x', b: '1' });
  const { status } = await patch(cluster, settings, 'json', [
    { op: 'add', path: '/data/c', value: '' },
    { op: 'remove', path: '/data/nope' },
  ]);
  assert.equal(status, 422);
  assert.deepEqual(cluster.store.get('configmaps', namespace, 'settings')?.data, { 'log4j/console': 'x', b: '1' });
});

test('a patch can change the annotations of a pod, but not its spec or status', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('pods', pod('a'));
  const annotated = await patch(cluster, `${podsPath}/a`, 'merge', {
    metadata: { annotations: { note: 'changed' } },
    status: { phase: 'Failed' },
  });
  assert.deepEqual(annotated.json.metadata.annotations, { note: 'changed' });
  assert.equal(annotated.json.status.phase, 'Running');
  const moved = await patch(cluster, `${podsPath}/a`, 'merge', { spec: { nodeName: 'node-2' } });
  assert.equal(moved.status, 422);
  assert.match(
    moved.json.message,
    /^Pod "a" is invalid: spec: Forbidden: pod updates may not change fields other than/,
  );
});

test('a dry run returns the patched object without changing it', async (t) => {
  const cluster = await startCluster(t);
  const { metadata } = cluster.store.create('pods', pod('a'));
  const before = cluster.store.revision();
  const { status, json } = await patch(cluster, `${podsPath}/a?dryRun=All`, 'strategic-merge', {
    spec: { containers: [{ name: 'main', image: 'other' }] },
  });
  assert.equal(status, 200);
  assert.equal(json.spec.containers[0].image, 'other');
  assert.equal(json.metadata.generation, 2);
  assert.equal(json.metadata.resourceVersion, metadata.resourceVersion);
  assert.equal(cluster.store.revision(), before);
  const unknown = await patch(cluster, `${podsPath}/a?dryRun=Some`, 'merge', {});
  assert.match(
    unknown.json.message,
    /^PatchOptions\.meta\.k8s\.io "" is invalid: dryRun: Unsupported value: \["Some"\]/,
  );
});

test('rejects invalid patches', async (t) => {
  const cluster = await startCluster(t);
  cluster.store.create('configmaps', configMap('settings', {}));
  const plain = await sendJsonRequest(cluster.server, settings, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: {},
  });
  assert.equal(plain.status, 415);
  const list = await patch(cluster, settings, 'merge', [1]);
  assert.equal(list.status, 400);
  const renamed = await patch(cluster, settings, 'merge', { metadata: { name: 'other' } });
  assert.equal(renamed.json.message, 'the name of the object (other) does not match the name on the URL (settings)');
});
