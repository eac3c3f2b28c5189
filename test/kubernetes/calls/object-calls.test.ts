import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigMap } from '../../../src/kubernetes/objects.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { connectTo, sendJson, sendStatus, startApiServer } from '../api-server.ts';

const configMap = { resource: resources.configMaps, namespace: 'team', name: 'settings' };
const deployment = { resource: resources.deployments, namespace: 'team', name: 'web' };

test('sends a merge patch', async (t) => {
  const server = await startApiServer(t, (_, response) => sendJson(response, 200, { data: { level: 'DEBUG' } }));
  const api = await connectTo(t, server.url);
  const patched = await api.patch<ConfigMap>(configMap, { data: { level: 'DEBUG' } });
  assert.deepEqual(patched.data, { level: 'DEBUG' });
  const [request] = server.requests;
  assert.equal(request?.method, 'PATCH');
  assert.equal(request?.path, '/api/v1/namespaces/team/configmaps/settings');
  assert.equal(request?.headers['content-type'], 'application/merge-patch+json');
  assert.equal(request?.body, '{"data":{"level":"DEBUG"}}');
});

test('sends propagation policy and uid with a delete', async (t) => {
  const server = await startApiServer(t, (_, response) => sendJson(response, 200, { kind: 'Status' }));
  const api = await connectTo(t, server.url);
  await api.delete(deployment, { propagation: 'Background', uid: '1-2-3' });
  const [request] = server.requests;
  assert.equal(`${request?.method} ${request?.path}`, 'DELETE /apis/apps/v1/namespaces/team/deployments/web');
  const { propagationPolicy, preconditions } = JSON.parse(request?.body ?? '');
  assert.equal(propagationPolicy, 'Background');
  assert.deepEqual(preconditions, { uid: '1-2-3' });
});

test('checks permissions with an access review, the only POST of all calls', async (t) => {
  const server = await startApiServer(t, ({ body }, response) =>
    sendJson(response, 200, { status: { allowed: body.includes('"portforward"') }, items: [] }),
  );
  const api = await connectTo(t, server.url);
  const rule = { verb: 'get', resource: resources.pods, namespace: 'team' };
  assert.equal(await api.isAllowed({ ...rule, subresource: 'portforward' }), true);
  assert.equal(await api.isAllowed({ ...rule, resource: resources.deployments }), false);
  assert.deepEqual(JSON.parse(server.requests[1]?.body ?? '').spec.resourceAttributes, {
    verb: 'get',
    group: 'apps',
    resource: 'deployments',
    namespace: 'team',
  });

  await api.get(configMap);
  await api.list({ resource: resources.pods });
  await api.patch(configMap, {});
  await api.delete(deployment, { propagation: 'Foreground' });
  await api.ping(1000);
  const posts = server.requests.filter(({ method }) => method === 'POST' || method === 'PUT');
  assert.deepEqual(
    [...new Set(posts.map(({ path }) => path))],
    ['/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'],
  );
});

test('returns any response of a proxied service, and rejects if the API server itself returns an error', async (t) => {
  const server = await startApiServer(t, ({ path }, response) => {
    if (path.endsWith('/jobs/overview')) sendJson(response, 404, { errors: ['no such job'] });
    else sendStatus(response, 503, 'no endpoints available for service "flink-rest"');
  });
  const api = await connectTo(t, server.url);
  const service = { namespace: 'team', service: 'flink-rest', port: 'rest' };
  const proxied = await api.serviceProxy({ ...service, path: '/jobs/overview?x=1' }, { method: 'POST', body: '{}' });
  assert.deepEqual(proxied, { status: 404, body: '{"errors":["no such job"]}' });
  const [request] = server.requests;
  assert.equal(request?.path, '/api/v1/namespaces/team/services/flink-rest%3Arest/proxy/jobs/overview');
  assert.equal(request?.query.get('x'), '1');
  assert.equal(request?.headers['content-type'], 'application/json');
  await assert.rejects(api.serviceProxy({ ...service, path: '/config' }), {
    kind: 'server',
    resource: 'services/proxy',
    message:
      'cannot get services/proxy of flink-rest in namespace team (503): no endpoints available for service "flink-rest"',
  });
});
