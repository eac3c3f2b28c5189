import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendJsonRequest, sendRequest } from '../test-client.ts';
import { configMap, deployment, deploymentsPath, namespace, pod, podsPath, startCluster } from '../test-cluster.ts';

const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

test('a list has a kind and a revision, and its items have neither kind nor API version', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('b'));
  store.create('pods', pod('a'));
  const { status, json } = await sendJsonRequest(server, podsPath);
  assert.equal(status, 200);
  assert.equal(json.kind, 'PodList');
  assert.equal(json.metadata.resourceVersion, String(store.revision()));
  assert.deepEqual(Object.keys(json.items[0]).sort(), ['metadata', 'spec', 'status']);
  assert.deepEqual(
    json.items.map((item: { metadata: { name: string } }) => item.metadata.name),
    ['a', 'b'],
  );
});

test('all pages of a list are from the same revision', async (t) => {
  const { store, server } = await startCluster(t);
  for (const name of ['a', 'b', 'c']) store.create('pods', pod(name));
  const { json: first } = await sendJsonRequest(server, `${podsPath}?limit=2`);
  assert.equal(first.metadata.remainingItemCount, 1);
  store.remove('pods', namespace, 'c');
  store.create('pods', pod('d'));
  const { json: second } = await sendJsonRequest(server, `${podsPath}?limit=2&continue=${first.metadata.continue}`);
  assert.deepEqual(
    second.items.map((item: { metadata: { name: string } }) => item.metadata.name),
    ['c'],
  );
  assert.equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
  assert.equal(second.metadata.continue, undefined);
});

test('rejects a page of a compacted revision with 410', async (t) => {
  const { store, server } = await startCluster(t);
  for (const name of ['a', 'b']) store.create('pods', pod(name));
  const { json: first } = await sendJsonRequest(server, `${podsPath}?limit=1`);
  await server.fault({ kind: 'compact' });
  const { status, json } = await sendJsonRequest(server, `${podsPath}?limit=1&continue=${first.metadata.continue}`);
  assert.equal(status, 410);
  assert.equal(json.reason, 'Expired');
});

const selections = [
  ['labelSelector=app%3Da', ['a']],
  ['labelSelector=app!%3Da', ['b', 'bare']],
  ['labelSelector=app+in+(a,+b),tier', ['b']],
  ['labelSelector=app+notin+(a)', ['b', 'bare']],
  ['labelSelector=!app', ['bare']],
  ['labelSelector=app', ['a', 'b']],
  ['fieldSelector=metadata.name%3Db', ['b']],
  ['fieldSelector=status.phase%3DRunning,metadata.name!%3Da', ['b', 'bare']],
  ['fieldSelector=spec.nodeName%3Dnode-2', []],
] as const;

test('filters a list by label and field selectors', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a', { labels: { app: 'a' } }));
  store.create('pods', pod('b', { labels: { app: 'b', tier: 'x' } }));
  store.create('pods', pod('bare', { labels: {} }));
  for (const [query, expected] of selections) {
    const { json } = await sendJsonRequest(server, `${podsPath}?${query}`);
    assert.deepEqual(
      json.items.map((item: { metadata: { name: string } }) => item.metadata.name),
      expected,
      query,
    );
  }
});

const invalidQueries = [
  ['labelSelector=a+b+c', 400, "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['labelSelector=a+in+(b', 400, "unable to parse requirement: found '', expected: ',' or ')'"],
  ['fieldSelector=foo%3Dbar', 400, 'field label not supported: foo'],
  ['limit=x', 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
  ['resourceVersion=99999', 504, 'Timeout: Too large resource version: 99999, current: 1001'],
] as const;

test('rejects an invalid query with the message of the real server', async (t) => {
  const { server } = await startCluster(t);
  for (const [query, expectedStatus, message] of invalidQueries) {
    const { status, json } = await sendJsonRequest(server, `${podsPath}?${query}`);
    assert.equal(status, expectedStatus, query);
    assert.equal(json.message, message);
    assert.equal(json.code, expectedStatus);
  }
});

test('returns a table for kubectl', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  store.create('deployments', deployment('session'));
  store.create('configmaps', configMap('settings', { one: '', two: '' }));
  const { json: podTable } = await sendJsonRequest(server, podsPath, { headers: table });
  assert.equal(podTable.kind, 'Table');
  assert.deepEqual(
    podTable.columnDefinitions.map((column: { name: string }) => column.name),
    ['Name', 'Ready', 'Status', 'Restarts', 'Age', 'IP', 'Node', 'Nominated Node', 'Readiness Gates'],
  );
  assert.deepEqual(podTable.rows[0].cells.slice(0, 4), ['a', '1/1', 'Running', '0']);
  const { json: deploymentTable } = await sendJsonRequest(server, deploymentsPath, { headers: table });
  assert.deepEqual(deploymentTable.rows[0].cells.slice(0, 4), ['session', '1/1', 1, 1]);
  const { json: configMapTable } = await sendJsonRequest(
    server,
    `/api/v1/namespaces/${namespace}/configmaps/settings`,
    {
      headers: table,
    },
  );
  assert.deepEqual(configMapTable.rows[0].cells.slice(0, 2), ['settings', 2]);
});

test('the status column shows the waiting reason of a container', async (t) => {
  const { store, server } = await startCluster(t);
  const finishedAt = new Date(Date.now() - 200_000).toISOString();
  store.create('pods', {
    ...pod('a'),
    status: {
      phase: 'Running',
      containerStatuses: [
        {
          name: 'main',
          ready: false,
          restartCount: 3,
          state: { waiting: { reason: 'CrashLoopBackOff' } },
          lastState: { terminated: { exitCode: 137, finishedAt } },
        },
      ],
    },
  });
  const { json } = await sendJsonRequest(server, podsPath, { headers: table });
  assert.deepEqual(json.rows[0].cells.slice(0, 4), ['a', '0/1', 'CrashLoopBackOff', '3 (3m20s ago)']);
});

test('returns 404 for an unknown object, resource or path', async (t) => {
  const { server } = await startCluster(t);
  const { status, json } = await sendJsonRequest(server, `${podsPath}/nope`);
  assert.equal(status, 404);
  assert.deepEqual(json, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'pods "nope" not found',
    reason: 'NotFound',
    details: { name: 'nope', kind: 'pods' },
    code: 404,
  });
  const { json: unknownResource } = await sendJsonRequest(server, `/api/v1/namespaces/${namespace}/nopes`);
  assert.equal(unknownResource.message, 'the flink-tui demo does not serve nopes');
  assert.equal((await sendRequest(server, '/nope')).body, '404 page not found\n');
});
