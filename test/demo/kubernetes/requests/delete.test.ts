import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendJsonRequest } from '../test-client.ts';
import { configMap, deployment, deploymentsPath, namespace, pod, podsPath, startCluster } from '../test-cluster.ts';

const json = { 'content-type': 'application/json' };

test('a deleted pod terminates first, and its kubelet is told', async (t) => {
  const { store, server, deletedObjects: ended } = await startCluster(t);
  store.create('pods', pod('a'));
  const before = Date.now();
  const { status, json: answer } = await sendJsonRequest(server, `${podsPath}/a`, { method: 'DELETE' });
  assert.equal(status, 200);
  assert.equal(answer.kind, 'Pod');
  assert.equal(answer.metadata.deletionGracePeriodSeconds, 30);
  assert.ok(Date.parse(answer.metadata.deletionTimestamp) > before + 28_000);
  assert.deepEqual(ended, ['pod a']);
  assert.equal(store.get('pods', namespace, 'a')?.metadata.deletionTimestamp, answer.metadata.deletionTimestamp);

  await sendJsonRequest(server, `${podsPath}/a`, { method: 'DELETE' });
  assert.deepEqual(ended, ['pod a'], 'deleting it again changes nothing');
});

test('a pod deleted by force is gone at once', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  await sendJsonRequest(server, `${podsPath}/a?gracePeriodSeconds=0`, { method: 'DELETE' });
  assert.equal(store.get('pods', namespace, 'a'), undefined);
});

test('a Deployment is left to its owner, and waits for its pods only if asked to', async (t) => {
  const { store, server, deletedObjects: ended } = await startCluster(t);
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
  assert.deepEqual(ended, ['deployment session', 'deployment session']);
});

test('a precondition that does not hold is a conflict, and nothing is deleted', async (t) => {
  const { store, server, deletedObjects: ended } = await startCluster(t);
  const { uid } = store.create('pods', pod('a')).metadata;
  const body = { preconditions: { uid: 'another' } };
  const { status, json: answer } = await sendJsonRequest(server, `${podsPath}/a`, {
    method: 'DELETE',
    headers: json,
    body,
  });
  assert.equal(status, 409);
  assert.equal(
    answer.message,
    `Operation cannot be fulfilled on Pod "a": the UID in the precondition (another) does not match the UID in record ` +
      `(${uid}). The object might have been deleted and then recreated`,
  );
  assert.deepEqual(ended, []);
});

test('a ConfigMap is gone at once', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('configmaps', configMap('settings', {}));
  const path = `/api/v1/namespaces/${namespace}/configmaps/settings`;
  assert.equal((await sendJsonRequest(server, path, { method: 'DELETE' })).json.status, 'Success');
  assert.equal(
    (await sendJsonRequest(server, path, { method: 'DELETE' })).json.message,
    'configmaps "settings" not found',
  );
});

for (const [where, path, body] of [
  ['the query', '?dryRun=All', undefined],
  ['the body', '', { dryRun: ['All'] }],
] as const) {
  test(`a dry run, asked for in ${where}, is answered as if it were none, and nothing is deleted`, async (t) => {
    const { store, server, deletedObjects: ended } = await startCluster(t);
    const { metadata } = store.create('pods', pod('a'));
    store.create('configmaps', configMap('settings', {}));
    store.create('deployments', deployment('session'));
    const before = store.revision();
    const drily = (object: string) =>
      sendJsonRequest(server, `${object}${path}`, { method: 'DELETE', headers: json, body });
    const { json: ending } = await drily(`${podsPath}/a`);
    assert.equal(ending.metadata.deletionGracePeriodSeconds, 30);
    assert.equal(ending.metadata.resourceVersion, metadata.resourceVersion);
    assert.equal((await drily(`/api/v1/namespaces/${namespace}/configmaps/settings`)).json.status, 'Success');
    assert.equal((await drily(`${deploymentsPath}/session`)).json.status, 'Success');
    assert.equal((await drily(`${podsPath}/b`)).status, 404);
    assert.equal(store.revision(), before);
    assert.deepEqual(ended, []);
  });
}

test('where there is a body its options alone count', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('configmaps', configMap('settings', {}));
  const path = `/api/v1/namespaces/${namespace}/configmaps/settings?dryRun=All`;
  await sendJsonRequest(server, path, { method: 'DELETE', headers: json, body: { propagationPolicy: 'Background' } });
  assert.equal(store.get('configmaps', namespace, 'settings'), undefined);
});

test('a dry run of another kind is refused', async (t) => {
  const { server } = await startCluster(t);
  const { status, json: answer } = await sendJsonRequest(server, `${podsPath}/a?dryRun=Some`, { method: 'DELETE' });
  assert.equal(status, 422);
  assert.equal(
    answer.message,
    'DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"',
  );
});

test('an unknown policy is refused', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  const path = `${podsPath}/a?propagationPolicy=Zork`;
  const { status, json: answer } = await sendJsonRequest(server, path, { method: 'DELETE' });
  assert.equal(status, 422);
  assert.match(answer.message, /propagationPolicy: Unsupported value: "Zork"/);
});
