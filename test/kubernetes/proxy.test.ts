import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { issueCertificate } from '../../src/demo/kubernetes/certificate.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { answerJson, startApiServer, writeKubeConfig } from './api-server.ts';

const { certificate, key } = issueCertificate();
/** No name server knows it: whatever arrives has gone by the proxy. */
const server = 'https://api.flink-tui.invalid:6443';
const cluster = {
  'certificate-authority-data': Buffer.from(certificate).toString('base64'),
  'tls-server-name': 'localhost',
};

/** A proxy that leads every tunnel to the API server behind it. */
async function startBehindProxy(t: TestContext) {
  const behind = await startApiServer(t, (_, response) => answerJson(response, 200, { gitVersion: 'v1' }), {
    key,
    cert: certificate,
  });
  const websockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'v4.channel.k8s.io' });
  behind.server.on('upgrade', (request, socket, head) => websockets.handleUpgrade(request, socket, head, () => {}));
  const proxy = await startApiServer(t, () => {});
  const tunnels: string[] = [];
  proxy.server.on('connect', (request, client) => {
    tunnels.push(request.url ?? '');
    const upstream = connect(Number(new URL(behind.url).port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    t.after(() => upstream.destroy());
  });
  return { url: proxy.url, tunnels };
}

for (const by of ['HTTPS_PROXY', 'https_proxy', 'proxy-url'] as const) {
  test(`requests and forwards go by the proxy of ${by}`, async (t) => {
    const proxy = await startBehindProxy(t);
    const file = await writeKubeConfig(t, server, {
      user: { token: 'me' },
      cluster: by === 'proxy-url' ? { ...cluster, 'proxy-url': proxy.url } : cluster,
    });
    const api = await connectKubernetes({ file, env: by === 'proxy-url' ? {} : { [by]: proxy.url } });
    t.after(() => api.close());
    assert.equal((await api.ping(5000)).gitVersion, 'v1');
    const requestTunnels = proxy.tunnels.length;
    (await api.forward({ namespace: 'team', pod: 'web-1', port: 8081 })).destroy();
    assert.ok(proxy.tunnels.length > requestTunnels);
    assert.deepEqual([...new Set(proxy.tunnels)], ['api.flink-tui.invalid:6443']);
  });
}

test('NO_PROXY keeps the API server from being gone to by a proxy', async (t) => {
  const proxy = await startBehindProxy(t);
  const file = await writeKubeConfig(t, server, { user: { token: 'me' }, cluster });
  const api = await connectKubernetes({ file, env: { HTTPS_PROXY: proxy.url, NO_PROXY: '.invalid' } });
  t.after(() => api.close());
  await assert.rejects(api.ping(5000), (error: Error) => /its name/.test(error.message));
  assert.deepEqual(proxy.tunnels, []);
});
