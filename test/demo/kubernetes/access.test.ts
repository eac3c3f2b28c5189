import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendJsonRequest, sendRequest } from './test-client.ts';
import { deployment, deploymentsPath, namespace, pod, podsPath, startCluster } from './test-cluster.ts';

test('rejects a missing or unknown token with 401', async (t) => {
  const { server } = await startCluster(t);
  for (const authorization of ['', 'Bearer unknown-token']) {
    const { status, json } = await sendJsonRequest(server, podsPath, { headers: { authorization } });
    assert.equal(status, 401);
    assert.equal(json.message, 'Unauthorized');
  }
});

test('a viewer can only read pods, their logs, services, ConfigMaps and Deployments', async (t) => {
  const { store, server, deletedObjects } = await startCluster(t);
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
  const deniedRequests = [
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
  for (const [method, path, message] of deniedRequests) {
    const { status, json } = await sendJsonRequest(server, path, { method, user: 'viewer' });
    assert.equal(status, 403, path);
    assert.equal(json.reason, 'Forbidden');
    assert.equal(json.message, message);
  }
  assert.deepEqual(deletedObjects, []);
});

test('responds to access reviews from every user', async (t) => {
  const { server } = await startCluster(t);
  const isAllowed = async (user: 'admin' | 'viewer' | 'nobody', verb: string, resource: string, subresource = '') => {
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
  assert.equal(await isAllowed('admin', 'delete', 'pods'), true);
  assert.equal(await isAllowed('viewer', 'get', 'pods', 'log'), true);
  assert.equal(await isAllowed('viewer', 'delete', 'pods'), false);
  assert.equal(await isAllowed('nobody', 'list', 'pods'), false);
});

test('rejects creation with 405 and records every request', async (t) => {
  const { server } = await startCluster(t);
  const { status, json } = await sendJsonRequest(server, `${podsPath}?dryRun=All`, { method: 'POST', body: pod('a') });
  assert.equal(status, 405);
  assert.match(json.message, /^the flink-tui demo does not support "create pods": /);
  await sendRequest(server, '/version', { user: 'nobody' });
  assert.deepEqual(server.requests(), [
    { method: 'POST', path: `${podsPath}?dryRun=All`, user: 'admin', status: 405 },
    { method: 'GET', path: '/version', user: 'nobody', status: 200 },
  ]);
});
