import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DemoObject } from '../../../../src/demo/contracts.ts';
import { sendJsonRequest, sendRequest } from '../test-client.ts';
import { namespace, pod, startCluster } from '../test-cluster.ts';

const services = `/api/v1/namespaces/${namespace}/services`;

function service(name: string, targetPort: number | string, app = 'session'): DemoObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app }, ports: [{ name: 'rest', port: 80, targetPort }] },
  };
}

test('forwards a request to a pod of the service, by port name or number', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  store.create('services', service('session-rest', 'rest'));
  for (const port of ['rest', '80']) {
    const { status, body } = await sendRequest(server, `${services}/session-rest:${port}/proxy/jobs/overview?x=1`);
    assert.equal(status, 202);
    assert.equal(body, 'received: GET /jobs/overview?x=1 HTTP/1.1');
  }
  const posted = await sendRequest(server, `${services}/session-rest:rest/proxy/jars`, { method: 'POST', body: {} });
  assert.equal(posted.body, 'received: POST /jars HTTP/1.1');
});

test('rejects a request to a service without a reachable pod', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('pods', pod('a'));
  store.create('services', service('empty', 8081, 'nobody'));
  store.create('services', service('closed', 7));
  const invalidRequests = [
    ['empty:rest', 503, 'no endpoints available for service "empty"'],
    ['empty:99', 503, 'no service port 99 found for service "empty"'],
    ['closed:rest', 503, 'error trying to reach service: dial tcp 10.0.0.7:7: connect: connection refused'],
    ['nope:rest', 404, 'services "nope" not found'],
  ] as const;
  for (const [name, expectedStatus, message] of invalidRequests) {
    const { status, json } = await sendJsonRequest(server, `${services}/${name}/proxy/config`);
    assert.equal(status, expectedStatus, name);
    assert.equal(json.message, message);
  }
});

test('does not forward requests to a pod that is not ready', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('services', service('session-rest', 8081));
  store.create('pods', { ...pod('a'), status: { phase: 'Pending', podIP: '10.0.0.7' } });
  const { json } = await sendJsonRequest(server, `${services}/session-rest:rest/proxy/`);
  assert.equal(json.message, 'no endpoints available for service "session-rest"');
});

test('redirects a proxy path without a trailing slash', async (t) => {
  const { store, server } = await startCluster(t);
  store.create('services', service('session-rest', 8081));
  const path = `${services}/session-rest:rest/proxy`;
  const { status, headers } = await sendRequest(server, path);
  assert.equal(status, 301);
  assert.equal(headers.location, `${path}/`);
});
