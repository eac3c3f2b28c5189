import assert from 'node:assert/strict';
import { Agent } from 'node:https';
import { type AddressInfo, connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { issueCertificate } from '../../../src/demo/kubernetes/certificate.ts';
import { createAgent } from '../../../src/kubernetes/transport/create-agent.ts';
import { sendRequest } from '../../../src/kubernetes/transport/send-request.ts';
import { startSocksProxy } from '../../support/socks-proxy.ts';
import { startApiServer } from '../api-server.ts';

const { certificate, key } = issueCertificate();
const tls = { ca: certificate, servername: 'localhost' };
const call = {
  method: 'GET',
  path: '/version',
  attributes: { verb: 'get', resource: '/version' },
  timeoutMs: 5000,
} as const;
const base = {
  credential: { headers: {}, tls, proxyAgent: undefined },
  maxIdleMs: 0,
  signal: new AbortController().signal,
};

/** Starts a proxy that connects every tunnel to the port and counts the tunnels. */
async function startTunnelProxy(t: TestContext, port: string) {
  const proxy = await startApiServer(t, () => {});
  let tunnels = 0;
  proxy.server.on('connect', (_, client) => {
    tunnels += 1;
    const upstream = connect(Number(port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    t.after(() => upstream.destroy());
  });
  return { url: proxy.url, tunnels: () => tunnels };
}

for (const scheme of ['http', 'https'] as const) {
  test(`requests to an ${scheme} server share one tunnel of the proxy`, async (t) => {
    const encryption = scheme === 'https' ? { key, cert: certificate } : undefined;
    const api = await startApiServer(t, ({ path }, response) => response.end(path), encryption);
    const proxy = await startTunnelProxy(t, new URL(api.url).port);
    const server = new URL(api.url);
    const agent = createAgent(server, proxy.url);
    t.after(() => agent.destroy());
    for (let sent = 0; sent < 3; sent += 1) {
      assert.equal(await text(await sendRequest(call, { ...base, server, agent })), '/version');
    }
    assert.equal(proxy.tunnels(), 1);
  });
}

test('a request with a renewed client certificate opens a new connection', async (t) => {
  const api = await startApiServer(t, (_, response) => response.end(), { key, cert: certificate });
  const server = new URL(api.url);
  const agent = createAgent(server, undefined);
  t.after(() => agent.destroy());
  const renewed = { ...base.credential, tls: { ...tls, cert: certificate, key } };
  for (const credential of [base.credential, base.credential, renewed]) {
    await text(await sendRequest(call, { ...base, credential, server, agent }));
  }
  assert.equal(api.connections(), 2);
});

test('a request fails at the connect timeout if the server accepts TCP but no TLS handshake', async (t) => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const agent = new Agent();
  t.after(() => {
    agent.destroy();
    silent.close();
  });
  const server = new URL(`https://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  const sent = sendRequest(call, { ...base, server, agent, connectTimeoutMs: 50 });
  await assert.rejects(sent, { code: 'CONNECT_TIMEOUT' });
});

test('the connect timeout does not end a slow response', async (t) => {
  const release = Promise.withResolvers<void>();
  const api = await startApiServer(t, (_, response) => void release.promise.then(() => response.end('late')));
  const server = new URL(api.url);
  const agent = createAgent(server, undefined);
  t.after(() => agent.destroy());
  const sent = sendRequest(call, { ...base, server, agent, connectTimeoutMs: 50 });
  setTimeout(release.resolve, 200);
  assert.equal(await text(await sent), 'late');
});

test('a response body ends with an error if no data arrives for maxIdleMs', async (t) => {
  const api = await startApiServer(t, (_, response) => response.writeHead(200).write('begun'));
  const server = new URL(api.url);
  const agent = createAgent(server, undefined);
  t.after(() => agent.destroy());
  const response = await sendRequest(call, { ...base, server, agent, maxIdleMs: 50 });
  await assert.rejects(text(response), { code: 'IDLE_TIMEOUT' });
});

for (const route of ['without a proxy', 'through an http proxy', 'through a SOCKS proxy'] as const) {
  test(`a quiet stream ${route} stays open after the idle timeout of unused connections`, async (t) => {
    const release = Promise.withResolvers<void>();
    const handler: Parameters<typeof startApiServer>[1] = (_, response) => {
      response.writeHead(200).write('begin ');
      void release.promise.then(() => response.end('end'));
    };
    const api = await startApiServer(t, handler, { key, cert: certificate });
    const server = new URL(api.url);
    const proxyUrls = {
      'without a proxy': async () => undefined,
      'through an http proxy': async () => (await startTunnelProxy(t, server.port)).url,
      'through a SOCKS proxy': () => startSocksProxy(t),
    };
    const agent = createAgent(server, await proxyUrls[route](), 50);
    t.after(() => agent.destroy());
    const response = await sendRequest(call, { ...base, server, agent });
    setTimeout(release.resolve, 250);
    assert.equal(await text(response), 'begin end');
  });
}
