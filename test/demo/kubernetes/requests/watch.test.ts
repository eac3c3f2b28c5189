import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWatch, sendJsonRequest } from '../test-client.ts';
import { namespace, pod, podsPath, startCluster } from '../test-cluster.ts';

test('a watch resumes from a revision and continues with new changes', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  const { json: list } = await sendJsonRequest(server, podsPath);
  store.create('pods', pod('b'));
  const watch = await openWatch(server, `${podsPath}?watch=1&resourceVersion=${list.metadata.resourceVersion}`);
  assert.equal(await watch.next(), 'ADDED b');
  store.update('pods', namespace, 'a', ({ metadata }) => {
    metadata.labels = { app: 'changed' };
  });
  assert.equal(await watch.next(), 'MODIFIED a');
  store.remove('pods', namespace, 'b');
  const { type, object } = await watch.event();
  assert.equal(type, 'DELETED');
  assert.equal(object.kind, 'Pod');
  assert.equal(object.metadata.resourceVersion, String(store.revision()));
});

test('a watch without a revision starts with the existing objects', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  const watch = await openWatch(server, `${podsPath}?watch=true&timeoutSeconds=1`);
  assert.equal(await watch.next(), 'ADDED a');
  assert.equal(await watch.next(), 'END');
});

test('sends ADDED when an object enters a selection and DELETED when it leaves', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a', { labels: { app: 'other' } }));
  const watch = await openWatch(server, `${podsPath}?watch=1&labelSelector=app%3Dsession`);
  const label = (app: string) =>
    store.update('pods', namespace, 'a', ({ metadata }) => {
      metadata.labels = { app };
    });
  label('session');
  assert.equal(await watch.next(), 'ADDED a');
  label('other');
  assert.equal(await watch.next(), 'DELETED a');
});

test('ends the initial events with a bookmark', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  const initial = 'sendInitialEvents=true&allowWatchBookmarks=true';
  const watch = await openWatch(server, `${podsPath}?watch=1&${initial}&resourceVersionMatch=NotOlderThan`);
  assert.equal(await watch.next(), 'ADDED a');
  const { type, object } = await watch.event();
  assert.equal(type, 'BOOKMARK');
  assert.deepEqual(object.metadata.annotations, { 'k8s.io/initial-events-end': 'true' });
  const { status } = await sendJsonRequest(server, `${podsPath}?watch=1&${initial}`);
  assert.equal(status, 422);
});

test('a compaction ends open watches and expires old revisions', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  const last = store.revision();
  const open = await openWatch(server, `${podsPath}?watch=1&resourceVersion=${last}`);
  await server.fault({ kind: 'compact' });
  assert.equal(await open.next(), 'END');
  const resumed = await openWatch(server, `${podsPath}?watch=1&resourceVersion=${last}`);
  assert.deepEqual(await resumed.event(), {
    type: 'ERROR',
    object: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `too old resource version: ${last} (${store.revision()})`,
      reason: 'Expired',
      code: 410,
    },
  });
  assert.equal(await resumed.next(), 'END');
  const { json: list } = await sendJsonRequest(server, podsPath);
  const fresh = await openWatch(server, `${podsPath}?watch=1&resourceVersion=${list.metadata.resourceVersion}`);
  store.create('pods', pod('b'));
  assert.equal(await fresh.next(), 'ADDED b');
});

test('sends table events to kubectl', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  const watch = await openWatch(server, `${podsPath}?watch=1`, { headers });
  const first = await watch.event();
  assert.equal(first.object.columnDefinitions[0].name, 'Name');
  assert.equal(first.object.rows[0].cells[0], 'a');
  store.remove('pods', namespace, 'a');
  const second = await watch.event();
  assert.equal(second.type, 'DELETED');
  assert.equal(second.object.columnDefinitions, null);
});
