import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendJsonRequest } from '../test-client.ts';
import { configMap, deployment, deploymentsPath, namespace, pod, podsPath, startCluster } from '../test-cluster.ts';

const json = { 'content-type': 'application/json' };

test('marks a deleted pod as terminating and notifies the kubelet', async (t) => {
  const { store, server, deletedObjects } = await startCluster(t);
  store.create('pods', pod('a'));
  const before = Date.now();
  const { status, json: response } = await sendJsonRequest(server, `${podsPath}/a`, { method: 'DELETE' });
  assert.equal(status, 200);
  assert.equal(response.kind, 'Pod');
  assert.equal(response.metadata.deletionGracePeriodSeconds, 30);
  assert.ok(Date.parse(response.metadata.deletionTimestamp) > before + 28_000);
  assert.deepEqual(deletedObjects, ['pod a']);
  assert.equal(store.get('pods', namespace, 'a')?.metadata.deletionTimestamp, response.metadata.deletionTimestamp);

  await sendJsonRequest(server, `${podsPath}/a`, { method: 'DELETE' });
  assert.deepEqual(deletedObjects, ['pod a'], 'the second deletion does not notify the kubelet');
});

test('removes a pod immediately with a grace period of 0', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  await sendJsonRequest(server, `${podsPath}/a?gracePeriodSeconds=0`, { method: 'DELETE' });
  assert.equal(store.get('pods', namespace, 'a'), undefined);
});

test('adds a finalizer to a deleted Deployment only with the propagation policy Foreground', async (t) => {
  const { store, server, deletedObjects } = await startCluster(t);
  const { metadata } = store.create('deployments', deployment('session'));
  const background = await sendJsonRequest(server, `${deploymentsPath}/session?propagationPolicy=Background`, {
    method: 'DELETE',
  });
  assert.deepEqual(background.json, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: 'session', group: 'apps', kind: 'deployments', uid: metadata.uid },
  });
  const body = { propagationPolicy: 'Foreground' };
  const foreground = await sendJsonRequest(server, `${deploymentsPath}/session`, {
    method: 'DELETE',
    headers: json,
    body,
  });
  assert.deepEqual(foreground.json.metadata.finalizers, ['foregroundDeletion']);
  assert.deepEqual(deletedObjects, ['deployment session', 'deployment session']);
});

test('rejects a failed precondition as a conflict and deletes nothing', async (t) => {
  const { store, server, deletedObjects } = await startCluster(t);
  const { uid } = store.create('pods', pod('a')).metadata;
  const body = { preconditions: { uid: 'another' } };
  const { status, json: response } = await sendJsonRequest(server, `${podsPath}/a`, {
    method: 'DELETE',
    headers: json,
    body,
  });
  assert.equal(status, 409);
  assert.equal(
    response.message,
    `Operation cannot be fulfilled on Pod "a": the UID in the precondition (another) does not match the UID in record ` +
      `(${uid}). The object might have been deleted and then recreated`,
  );
  assert.deepEqual(deletedObjects, []);
});

test('removes a ConfigMap immediately', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('configmaps', configMap('settings', {}));
  const path = `/api/v1/namespaces/${namespace}/configmaps/settings`;
  assert.equal((await sendJsonRequest(server, path, { method: 'DELETE' })).json.status, 'Success');
  assert.equal(
    (await sendJsonRequest(server, path, { method: 'DELETE' })).json.message,
    'configmaps "settings" not found',
  );
});

for (const [source, path, body] of [
  ['the query', '?dryRun=All', undefined],
  ['the body', '', { dryRun: ['All'] }],
] as const) {
  test(`a dry run in ${source} returns the result of a deletion without deleting anything`, async (t) => {
    const { store, server, deletedObjects } = await startCluster(t);
    const { metadata } = store.create('pods', pod('a'));
    store.create('configmaps', configMap('settings', {}));
    store.create('deployments', deployment('session'));
    const before = store.revision();
    const dryRun = (object: string) =>
      sendJsonRequest(server, `${object}${path}`, { method: 'DELETE', headers: json, body });
    const { json: terminatingPod } = await dryRun(`${podsPath}/a`);
    assert.equal(terminatingPod.metadata.deletionGracePeriodSeconds, 30);
    assert.equal(terminatingPod.metadata.resourceVersion, metadata.resourceVersion);
    assert.equal((await dryRun(`/api/v1/namespaces/${namespace}/configmaps/settings`)).json.status, 'Success');
    assert.equal((await dryRun(`${deploymentsPath}/session`)).json.status, 'Success');
    assert.equal((await dryRun(`${podsPath}/b`)).status, 404);
    assert.equal(store.revision(), before);
    assert.deepEqual(deletedObjects, []);
  });
}

test('ignores the options in the query if there is a body', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('configmaps', configMap('settings', {}));
  const path = `/api/v1/namespaces/${namespace}/configmaps/settings?dryRun=All`;
  await sendJsonRequest(server, path, { method: 'DELETE', headers: json, body: { propagationPolicy: 'Background' } });
  assert.equal(store.get('configmaps', namespace, 'settings'), undefined);
});

test('rejects an unsupported dryRun value', async (t) => {
  const { server } = await startCluster(t);
  const { status, json: response } = await sendJsonRequest(server, `${podsPath}/a?dryRun=Some`, { method: 'DELETE' });
  assert.equal(status, 422);
  assert.equal(
    response.message,
    'DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
  );
});

test('rejects an unsupported propagation policy', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  const path = `${podsPath}/a?propagationPolicy=Unknown`;
  const { status, json: response } = await sendJsonRequest(server, path, { method: 'DELETE' });
  assert.equal(status, 422);
  assert.match(response.message, /propagationPolicy: Unsupported value: "Unknown"/);
});
