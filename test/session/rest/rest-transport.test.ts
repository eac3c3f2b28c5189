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

// The JobManager is a real HTTP server, and a forward a real connection to it: what is tested is how they are used.
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const server: Server = createServer((request, response) => answer(request, response));
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
  new KubernetesError('forbidden', `You may not create ${resource}.`, { verb: 'create', resource, namespace: 'flink' });

const noUpgrade = new KubernetesError('invalid', 'There was no upgrade (400): Upgrade request required.', {
  verb: 'get',
  resource: 'pods/portforward',
  namespace: 'flink',
});

beforeEach(() => {
  answer = (request, response) => response.end(`${request.method} ${request.url}`);
});

/** An API server with one JobManager behind it. It counts what is asked of it. */
function kubernetesWith(
  parts: { readonly forward?: 'forbidden' | 'no upgrade'; readonly serviceProxy?: 'forbidden' } = {},
) {
  const forwards: Socket[] = [];
  const asked = { forwards: 0, proxied: 0, pods: 0 };
  const jobManager = {
    metadata: { name: 'demo-7c9d-abcde', labels: { component: 'jobmanager' } },
    status: { phase: 'Running' },
    spec: { containers: [{ name: 'flink-main-container', ports: [{ name: 'rest', containerPort: port }] }] },
  };
  const api = {
    list: async () => {
      asked.pods += 1;
      return [jobManager];
    },
    get: async () => {
      throw new KubernetesError('not-found', 'no such object');
    },
    forward: async (to: { readonly port: number }) => {
      asked.forwards += 1;
      if (parts.forward === 'forbidden') throw forbidden('pods/portforward');
      if (parts.forward === 'no upgrade') throw noUpgrade;
      const socket = connect(to.port, '127.0.0.1');
      await once(socket, 'connect');
      forwards.push(socket);
      return socket;
    },
    serviceProxy: async ({ path }: { readonly path: string }) => {
      asked.proxied += 1;
      if (parts.serviceProxy === 'forbidden') throw forbidden('services/proxy');
      return { status: 200, body: `by proxy ${path}` };
    },
  } as unknown as KubernetesApi;
  return { api, asked, forwards };
}

function openWay(t: { after: (run: () => void) => void }, kubernetes: KubernetesApi, restUrl?: string) {
  const way = createRestTransport(restTransports(kubernetes, { ...target, restUrl }, undefined));
  t.after(way.close);
  return way;
}

test('one forward serves one call after another', async (t) => {
  const { api, asked } = kubernetesWith();
  const way = openWay(t, api);
  assert.equal(way.link().state, 'connecting');
  for (let call = 0; call < 15; call += 1) {
    assert.deepEqual(await way.send(get), { status: 200, body: 'GET /overview' });
  }
  assert.deepEqual(asked, { forwards: 1, proxied: 0, pods: 1 });
  const link = way.link();
  assert.ok(link.state === 'live' && link.via === 'forward' && link.latencyMs >= 0);
});

test('a body and a method arrive', async (t) => {
  const { api } = kubernetesWith();
  answer = async (request, response) => {
    const body = await request.toArray();
    response.writeHead(202).end(`${request.method} ${request.headers['content-type']} ${Buffer.concat(body)}`);
  };
  const sent = await openWay(t, api).send({
    method: 'POST',
    path: '/jobs/1/stop',
    body: '{"drain":true}',
    timeoutMs: 2000,
  });
  assert.deepEqual(sent, { status: 202, body: 'POST application/json {"drain":true}' });
});

test('a forward that broke while it was idle costs nothing but another one', async (t) => {
  const { api, asked, forwards } = kubernetesWith();
  const way = openWay(t, api);
  await way.send(get);
  answer = (request, response) => {
    answer = (_, second) => second.end('second try');
    request.socket.destroy();
    response.destroy();
  };
  assert.equal((await way.send(get)).body, 'second try');
  assert.equal(asked.forwards, 2);
  assert.equal(forwards[0]?.destroyed, true);
});

test('a request that changes something is not sent twice', async (t) => {
  const { api } = kubernetesWith();
  const way = openWay(t, api);
  await way.send(get);
  let arrived = 0;
  answer = (request) => {
    arrived += 1;
    request.socket.destroy();
  };
  await assert.rejects(way.send({ ...get, method: 'POST', body: '{}' }), { name: 'FlinkError', kind: 'unreachable' });
  assert.equal(arrived, 1);
});

test('what takes too long is ended with its forward, and the next call has its own', async (t) => {
  const { api, forwards } = kubernetesWith();
  const way = openWay(t, api);
  answer = () => {};
  await assert.rejects(way.send({ ...get, timeoutMs: 500 }), { name: 'FlinkError', kind: 'timeout' });
  assert.equal(forwards[0]?.destroyed, true);
  const link = way.link();
  assert.ok(link.state === 'stale' && /did not answer/.test(link.reason));
  answer = (_, response) => response.end('again');
  assert.equal((await way.send(get)).body, 'again');
  assert.equal(way.link().state, 'live');
});

test('a question that takes too long while others are answered breaks no link', async (t) => {
  const { api } = kubernetesWith();
  const way = openWay(t, api);
  answer = (request, response) => {
    if (request.url !== '/jobs/overview') response.end();
  };
  const hung = way.send({ ...get, path: '/jobs/overview', timeoutMs: 300 });
  const refused = assert.rejects(hung, { kind: 'timeout' });
  await eventually('a later answer', async () => {
    await way.send(get);
    return way.link().state === 'live';
  });
  await refused;
  assert.equal(way.link().state, 'live');
});

test('an abort ends the call with its reason and says nothing of the link', async (t) => {
  const { api } = kubernetesWith();
  const way = openWay(t, api);
  await way.send(get);
  answer = () => {};
  const stop = new AbortController();
  const reason = new Error('the person pressed Ctrl-C');
  const call = way.send({ ...get, signal: stop.signal });
  stop.abort(reason);
  await assert.rejects(call, reason);
  assert.equal(way.link().state, 'live');
});

test('a JobManager that answers 503 is no live link, and its answer is still told', async (t) => {
  const { api } = kubernetesWith();
  const way = openWay(t, api);
  answer = (_, response) => response.writeHead(503).end('{"errors":["election"]}');
  assert.equal((await way.send(get)).status, 503);
  assert.equal(way.link().state, 'stale');
});

test('where a forward is forbidden, the service proxy serves', async (t) => {
  const { api, asked } = kubernetesWith({ forward: 'forbidden' });
  const way = openWay(t, api);
  assert.equal((await way.send(get)).body, 'by proxy /overview');
  await way.send(get);
  assert.deepEqual([asked.forwards, asked.proxied], [1, 2]);
  const link = way.link();
  assert.ok(link.state === 'live' && link.via === 'service proxy');
});

test('where a gateway lets no WebSocket through, the service proxy serves', async (t) => {
  const { api, asked } = kubernetesWith({ forward: 'no upgrade' });
  const way = openWay(t, api);
  assert.equal((await way.send({ ...get, method: 'PATCH' })).body, 'by proxy /overview');
  await way.send(get);
  assert.deepEqual([asked.forwards, asked.proxied], [1, 2]);
});

test('where a gateway lets no WebSocket through and the service proxy is forbidden, both are told', async (t) => {
  const { api } = kubernetesWith({ forward: 'no upgrade', serviceProxy: 'forbidden' });
  await assert.rejects(openWay(t, api).send(get), {
    kind: 'forbidden',
    message: `${noUpgrade.message} You may not create services/proxy in namespace flink (403).`,
    resource: 'services/proxy',
  });
  const byForwardAlone = createRestTransport(restTransports(api, target, undefined).slice(0, 1));
  t.after(byForwardAlone.close);
  await assert.rejects(byForwardAlone.send(get), { kind: 'unreachable', message: noUpgrade.message });
});

test('where both are forbidden, the link is denied and names both rights', async (t) => {
  const { api, asked } = kubernetesWith({ forward: 'forbidden', serviceProxy: 'forbidden' });
  const way = openWay(t, api);
  await assert.rejects(way.send(get), {
    kind: 'forbidden',
    message: 'You may not create pods/portforward, nor create services/proxy in namespace flink (403).',
    resource: 'pods/portforward',
  });
  const link = way.link();
  assert.ok(link.state === 'denied' && /pods\/portforward.*services\/proxy/.test(link.reason));
  await assert.rejects(way.send(get));
  assert.deepEqual([asked.forwards, asked.proxied], [2, 2]);
});

test('a given address goes before everything else', async (t) => {
  const { api, asked } = kubernetesWith();
  const way = openWay(t, api, `http://127.0.0.1:${port}/behind/a/prefix/`);
  assert.equal((await way.send(get)).body, 'GET /behind/a/prefix/overview');
  assert.equal(asked.forwards, 0);
  const link = way.link();
  assert.ok(link.state === 'live' && link.via === 'rest-url');
});

test('after reopening, the JobManager is looked for again', async (t) => {
  const { api, asked } = kubernetesWith();
  const way = openWay(t, api);
  await way.send(get);
  way.reopen();
  await way.send(get);
  assert.deepEqual([asked.pods, asked.forwards], [2, 2]);
});

test('closing in the middle of a call rejects it', async () => {
  const { api } = kubernetesWith();
  const way = createRestTransport(restTransports(api, target, undefined));
  const arrived = new Promise<void>((resolve) => {
    answer = () => resolve();
  });
  const call = way.send(get);
  await arrived;
  way.close();
  await assert.rejects(call, { name: 'FlinkError' });
});
