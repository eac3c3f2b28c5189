import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { after, beforeEach, test } from 'node:test';
import type { RestRequest } from '../../../src/flink/rest.ts';
import type { KubernetesApi } from '../../../src/kubernetes/api.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { createRestTransport } from '../../../src/session/rest/create-rest-transport.ts';
import { restTransports } from '../../../src/session/rest/rest-transports.ts';
import { eventually } from '../../support/eventually.ts';

// The JobManager is a real HTTP server, and a forward is a real connection to it.
let respond: (request: IncomingMessage, response: ServerResponse) => void;
const server: Server = createServer((request, response) => respond(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
after(() => {
  server.closeAllConnections();
  server.close();
});

const target = { clusterId: 'demo', namespace: 'flink' };
const get: RestRequest = { method: 'GET', path: '/overview', timeoutMs: 2000 };
const forbidden = (resource: string) =>
  new KubernetesError('forbidden', `not allowed to create ${resource}`, {
    verb: 'create',
    resource,
    namespace: 'flink',
  });

const noUpgrade = new KubernetesError('invalid', 'cannot get pods/portforward (400): Upgrade request required', {
  verb: 'get',
  resource: 'pods/portforward',
  namespace: 'flink',
});

beforeEach(() => {
  respond = (request, response) => response.end(`${request.method} ${request.url}`);
});

/** An API server for one JobManager. It counts the requests it receives. */
function kubernetesWith(
  parts: { readonly forward?: 'forbidden' | 'no upgrade'; readonly serviceProxy?: 'forbidden' } = {},
) {
  const forwards: Socket[] = [];
  const requests = { forwards: 0, proxied: 0, pods: 0 };
  const jobManager = {
    metadata: { name: 'demo-7c9d-abcde', labels: { component: 'jobmanager' } },
    status: { phase: 'Running' },
    spec: { containers: [{ name: 'flink-main-container', ports: [{ name: 'rest', containerPort: port }] }] },
  };
  const api = {
    list: async () => {
      requests.pods += 1;
      return [jobManager];
    },
    get: async () => {
      throw new KubernetesError('not-found', 'no such object');
    },
    forward: async (to: { readonly port: number }) => {
      requests.forwards += 1;
      if (parts.forward === 'forbidden') throw forbidden('pods/portforward');
      if (parts.forward === 'no upgrade') throw noUpgrade;
      const socket = connect(to.port, '127.0.0.1');
      await once(socket, 'connect');
      forwards.push(socket);
      return socket;
    },
    serviceProxy: async ({ path }: { readonly path: string }) => {
      requests.proxied += 1;
      if (parts.serviceProxy === 'forbidden') throw forbidden('services/proxy');
      return { status: 200, body: `by proxy ${path}` };
    },
  } as unknown as KubernetesApi;
  return { api, requests, forwards };
}

function openTransport(t: { after: (run: () => void) => void }, kubernetes: KubernetesApi, restUrl?: string) {
  const transport = createRestTransport(restTransports(kubernetes, { ...target, restUrl }, undefined));
  t.after(transport.close);
  return transport;
}

test('uses one forward for consecutive requests', async (t) => {
  const { api, requests } = kubernetesWith();
  const transport = openTransport(t, api);
  assert.equal(transport.link().state, 'connecting');
  for (let call = 0; call < 15; call += 1) {
    assert.deepEqual(await transport.send(get), { status: 200, body: 'GET /overview' });
  }
  assert.deepEqual(requests, { forwards: 1, proxied: 0, pods: 1 });
  const link = transport.link();
  assert.ok(link.state === 'live' && link.via === 'forward' && link.latencyMs >= 0);
});

test('sends method and body', async (t) => {
  const { api } = kubernetesWith();
  respond = async (request, response) => {
    const body = await request.toArray();
    response.writeHead(202).end(`${request.method} ${request.headers['content-type']} ${Buffer.concat(body)}`);
  };
  const sent = await openTransport(t, api).send({
    method: 'POST',
    path: '/jobs/1/stop',
    body: '{"drain":true}',
    timeoutMs: 2000,
  });
  assert.deepEqual(sent, { status: 202, body: 'POST application/json {"drain":true}' });
});

test('replaces a forward that broke while idle', async (t) => {
  const { api, requests, forwards } = kubernetesWith();
  const transport = openTransport(t, api);
  await transport.send(get);
  respond = (request, response) => {
    respond = (_, second) => second.end('second attempt');
    request.socket.destroy();
    response.destroy();
  };
  assert.equal((await transport.send(get)).body, 'second attempt');
  assert.equal(requests.forwards, 2);
  assert.equal(forwards[0]?.destroyed, true);
});

test('does not repeat a write request', async (t) => {
  const { api } = kubernetesWith();
  const transport = openTransport(t, api);
  await transport.send(get);
  let arrived = 0;
  respond = (request) => {
    arrived += 1;
    request.socket.destroy();
  };
  await assert.rejects(transport.send({ ...get, method: 'POST', body: '{}' }), {
    name: 'FlinkError',
    kind: 'unreachable',
  });
  assert.equal(arrived, 1);
});

test('ends a request and its forward on timeout and opens another forward', async (t) => {
  const { api, forwards } = kubernetesWith();
  const transport = openTransport(t, api);
  respond = () => {};
  await assert.rejects(transport.send({ ...get, timeoutMs: 500 }), { name: 'FlinkError', kind: 'timeout' });
  assert.equal(forwards[0]?.destroyed, true);
  const link = transport.link();
  assert.ok(link.state === 'stale' && /did not respond/.test(link.reason));
  respond = (_, response) => response.end('again');
  assert.equal((await transport.send(get)).body, 'again');
  assert.equal(transport.link().state, 'live');
});

test('keeps the link live if only one request times out', async (t) => {
  const { api } = kubernetesWith();
  const transport = openTransport(t, api);
  respond = (request, response) => {
    if (request.url !== '/jobs/overview') response.end();
  };
  const hung = transport.send({ ...get, path: '/jobs/overview', timeoutMs: 300 });
  const timedOut = assert.rejects(hung, { kind: 'timeout' });
  await eventually('a response to the next request', async () => {
    await transport.send(get);
    return transport.link().state === 'live';
  });
  await timedOut;
  assert.equal(transport.link().state, 'live');
});

test('rejects with the reason on abort and keeps the link', async (t) => {
  const { api } = kubernetesWith();
  const transport = openTransport(t, api);
  await transport.send(get);
  respond = () => {};
  const stop = new AbortController();
  const reason = new Error('interrupted by the user');
  const call = transport.send({ ...get, signal: stop.signal });
  stop.abort(reason);
  await assert.rejects(call, reason);
  assert.equal(transport.link().state, 'live');
});

test('marks the link as stale after a 503, but returns the response', async (t) => {
  const { api } = kubernetesWith();
  const transport = openTransport(t, api);
  respond = (_, response) => response.writeHead(503).end('{"errors":["election"]}');
  assert.equal((await transport.send(get)).status, 503);
  assert.equal(transport.link().state, 'stale');
});

test('falls back to the service proxy if forwards are forbidden', async (t) => {
  const { api, requests } = kubernetesWith({ forward: 'forbidden' });
  const transport = openTransport(t, api);
  assert.equal((await transport.send(get)).body, 'by proxy /overview');
  await transport.send(get);
  assert.deepEqual([requests.forwards, requests.proxied], [1, 2]);
  const link = transport.link();
  assert.ok(link.state === 'live' && link.via === 'service proxy');
});

test('falls back to the service proxy if a gateway blocks WebSockets', async (t) => {
  const { api, requests } = kubernetesWith({ forward: 'no upgrade' });
  const transport = openTransport(t, api);
  assert.equal((await transport.send({ ...get, method: 'PATCH' })).body, 'by proxy /overview');
  await transport.send(get);
  assert.deepEqual([requests.forwards, requests.proxied], [1, 2]);
});

test('reports both reasons if a gateway blocks WebSockets and the service proxy is forbidden', async (t) => {
  const { api } = kubernetesWith({ forward: 'no upgrade', serviceProxy: 'forbidden' });
  await assert.rejects(openTransport(t, api).send(get), {
    kind: 'forbidden',
    message: `${noUpgrade.message}; not allowed to create services/proxy in namespace flink (403)`,
    resource: 'services/proxy',
  });
  const forwardOnly = createRestTransport(restTransports(api, target, undefined).slice(0, 1));
  t.after(forwardOnly.close);
  await assert.rejects(forwardOnly.send(get), { kind: 'unreachable', message: noUpgrade.message });
});

test('marks the link as denied and names both permissions if both transports are forbidden', async (t) => {
  const { api, requests } = kubernetesWith({ forward: 'forbidden', serviceProxy: 'forbidden' });
  const transport = openTransport(t, api);
  await assert.rejects(transport.send(get), {
    kind: 'forbidden',
    message: 'not allowed to create pods/portforward or create services/proxy in namespace flink (403)',
    resource: 'pods/portforward',
  });
  const link = transport.link();
  assert.ok(link.state === 'denied' && /pods\/portforward.*services\/proxy/.test(link.reason));
  await assert.rejects(transport.send(get));
  assert.deepEqual([requests.forwards, requests.proxied], [2, 2]);
});

test('uses only the address of --rest-url', async (t) => {
  const { api, requests } = kubernetesWith();
  const transport = openTransport(t, api, `http://127.0.0.1:${port}/behind/a/prefix/`);
  assert.equal((await transport.send(get)).body, 'GET /behind/a/prefix/overview');
  assert.equal(requests.forwards, 0);
  const link = transport.link();
  assert.ok(link.state === 'live' && link.via === 'rest-url');
});

test('looks up the JobManager again after reopen', async (t) => {
  const { api, requests } = kubernetesWith();
  const transport = openTransport(t, api);
  await transport.send(get);
  transport.reopen();
  await transport.send(get);
  assert.deepEqual([requests.pods, requests.forwards], [2, 2]);
});

test('rejects a pending request on close', async () => {
  const { api } = kubernetesWith();
  const transport = createRestTransport(restTransports(api, target, undefined));
  const arrived = new Promise<void>((resolve) => {
    respond = () => resolve();
  });
  const call = transport.send(get);
  await arrived;
  transport.close();
  await assert.rejects(call, { name: 'FlinkError' });
});
