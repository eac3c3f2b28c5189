import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendJsonRequest, sendRequest } from './test-client.ts';
import { deployment, deploymentsPath, namespace, pod, podsPath, startCluster } from './test-cluster.ts';

test('without a token, or with an unknown one, one is nobody known', async (t) => {
  const { server } = await startCluster(t);
  for (const authorization of ['', 'Bearer of-bad-news']) {
    const { status, json } = await sendJsonRequest(server, podsPath, { headers: { authorization } });
    assert.equal(status, 401);
    assert.equal(json.message, 'Unauthorized');
  }
});

test('a viewer reads pods, their logs, services, ConfigMaps and Deployments, and does nothing else', async (t) => {
  const { store, server, deletedObjects: ended } = await startCluster(t);
  store.create('pods', pod('a'));
  store.create('deployments', deployment('session'));
  for (const path of [
    podsPath,
    `${podsPath}/a`,
    `${podsPath}/a/log`,
    deploymentsPath,
    '/api/v1/configmaps',
    '/version',
  ]) {
    assert.equal((await sendRequest(server, path, { user: 'viewer' })).status, 200, path);
  }
  const inNamespace = `in the namespace "${namespace}"`;
  const refusals = [
    [
      'PATCH',
      `${podsPath}/a`,
      `pods "a" is forbidden: User "viewer" cannot patch resource "pods" in API group "" ${inNamespace}`,
    ],
    [
      'DELETE',
      `${deploymentsPath}/session`,
      `deployments.apps "session" is forbidden: User "viewer" cannot delete resource "deployments" in API group "apps" ${inNamespace}`,
    ],
    [
      'GET',
      `${podsPath}/a/portforward`,
      `pods "a" is forbidden: User "viewer" cannot get resource "pods/portforward" in API group "" ${inNamespace}`,
    ],
    ['POST', podsPath, `pods is forbidden: User "viewer" cannot create resource "pods" in API group "" ${inNamespace}`],
    [
      'GET',
      '/api/v1/events',
      'events is forbidden: User "viewer" cannot list resource "events" in API group "" at the cluster scope',
    ],
    ['GET', '/metrics', 'forbidden: User "viewer" cannot get path "/metrics"'],
  ] as const;
  for (const [method, path, message] of refusals) {
    const { status, json } = await sendJsonRequest(server, path, { method, user: 'viewer' });
    assert.equal(status, 403, path);
    assert.equal(json.reason, 'Forbidden');
    assert.equal(json.message, message);
  }
  assert.deepEqual(ended, []);
});

test('everyone may ask what they may', async (t) => {
  const { server } = await startCluster(t);
  const may = async (user: 'admin' | 'viewer' | 'nobody', verb: string, resource: string, subresource = '') => {
    const resourceAttributes = { namespace, verb, resource, subresource, group: '' };
    const { status, json } = await sendJsonRequest(server, '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      method: 'POST',
      user,
      headers: { 'content-type': 'application/json' },
      body: { kind: 'SelfSubjectAccessReview', apiVersion: 'authorization.k8s.io/v1', spec: { resourceAttributes } },
    });
    assert.equal(status, 201);
    return json.status.allowed;
  };
  assert.equal(await may('admin', 'delete', 'pods'), true);
  assert.equal(await may('viewer', 'get', 'pods', 'log'), true);
  assert.equal(await may('viewer', 'delete', 'pods'), false);
  assert.equal(await may('nobody', 'list', 'pods'), false);
});

test('nothing can be created, and every request is written down', async (t) => {
  const { server } = await startCluster(t);
  const { status, json } = await sendJsonRequest(server, `${podsPath}?dryRun=All`, { method: 'POST', body: pod('a') });
  assert.equal(status, 405);
  assert.match(json.message, /^the flink-tui demo does not support this: create pods\. /);
  await sendRequest(server, '/version', { user: 'nobody' });
  assert.deepEqual(server.requests(), [
    { method: 'POST', path: `${podsPath}?dryRun=All`, user: 'admin', status: 405 },
    { method: 'GET', path: '/version', user: 'nobody', status: 200 },
  ]);
});
