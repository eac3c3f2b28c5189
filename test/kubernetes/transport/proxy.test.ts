import assert from 'node:assert/strict';
import { type AddressInfo, connect, createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { WebSocketServer } from 'ws';
import { describeError } from '../../../src/commands/record/describe-error.ts';
import { issueCertificate } from '../../../src/demo/kubernetes/certificate.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { sendJson, startApiServer, writeKubeConfig } from '../api-server.ts';

const { certificate, key } = issueCertificate();
/** This name cannot be resolved, so every request that arrives has come through the proxy. */
const server = 'https://api.flink-tui.invalid:6443';
const cluster = {
  'certificate-authority-data': Buffer.from(certificate).toString('base64'),
  'tls-server-name': 'localhost',
};

/** Starts an API server, and a proxy that connects every tunnel to the API server. */
async function startBehindProxy(t: TestContext) {
  const apiServer = await startApiServer(t, (_, response) => sendJson(response, 200, { gitVersion: 'v1' }), {
    key,
    cert: certificate,
  });
  const websockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'v4.channel.k8s.io' });
  apiServer.server.on('upgrade', (request, socket, head) => websockets.handleUpgrade(request, socket, head, () => {}));
  const proxy = await startApiServer(t, () => {});
  const tunnels: string[] = [];
  proxy.server.on('connect', (request, client) => {
    tunnels.push(request.url ?? '');
    const upstream = connect(Number(new URL(apiServer.url).port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    t.after(() => upstream.destroy());
  });
  return { url: proxy.url, tunnels };
}

for (const source of ['HTTPS_PROXY', 'https_proxy', 'proxy-url'] as const) {
  test(`sends requests and forwards through the proxy of ${source}`, async (t) => {
    const proxy = await startBehindProxy(t);
    const file = await writeKubeConfig(t, server, {
      user: { token: 'me' },
      cluster: source === 'proxy-url' ? { ...cluster, 'proxy-url': proxy.url } : cluster,
    });
    const api = await connectKubernetes({ file, env: source === 'proxy-url' ? {} : { [source]: proxy.url } });
    t.after(() => api.close());
    assert.equal((await api.ping(5000)).gitVersion, 'v1');
    const requestTunnels = proxy.tunnels.length;
    (await api.forward({ namespace: 'team', pod: 'web-1', port: 8081 })).destroy();
    assert.ok(proxy.tunnels.length > requestTunnels);
    assert.deepEqual([...new Set(proxy.tunnels)], ['api.flink-tui.invalid:6443']);
  });
}

test('does not proxy an API server in NO_PROXY', async (t) => {
  const proxy = await startBehindProxy(t);
  const file = await writeKubeConfig(t, server, { user: { token: 'me' }, cluster });
  const api = await connectKubernetes({ file, env: { HTTPS_PROXY: proxy.url, NO_PROXY: '.invalid' } });
  t.after(() => api.close());
  await assert.rejects(api.ping(5000), (error: Error) => /name/.test(error.message));
  assert.deepEqual(proxy.tunnels, []);
});

/** Starts a proxy that sends `content` over every connection, or resets the connection without `content`. */
async function startBadProxy(t: TestContext, content: string | undefined): Promise<string> {
  const server = createServer((client) => {
    client.on('error', () => {});
    client.once('data', () => (content === undefined ? client.resetAndDestroy() : client.end(content)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://me:secret@127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function errorsThrough(t: TestContext, proxyUrl: string, source: 'proxy-url' | 'HTTPS_PROXY'): Promise<Error[]> {
  const inConfig = source === 'proxy-url' ? { ...cluster, 'proxy-url': proxyUrl } : cluster;
  const file = await writeKubeConfig(t, server, { user: { token: 'me' }, cluster: inConfig });
  const api = await connectKubernetes({ file, env: source === 'proxy-url' ? {} : { [source]: proxyUrl } });
  t.after(() => api.close());
  const failure = async (call: Promise<unknown>) =>
    call.then(
      () => assert.fail('the call succeeded'),
      (error: Error) => error,
    );
  return [await failure(api.ping(5000)), await failure(api.forward({ namespace: 'team', pod: 'web-1', port: 8081 }))];
}

for (const scheme of ['http', 'socks5']) {
  for (const source of ['proxy-url', 'HTTPS_PROXY'] as const) {
    test(`names an unreachable ${scheme} proxy of ${source} without its credentials`, async (t) => {
      for (const error of await errorsThrough(t, `${scheme}://me:secret@127.0.0.1:1`, source)) {
        const setting = source === 'proxy-url' ? 'proxy-url in the kubeconfig' : 'HTTPS_PROXY in the environment';
        assert.ok(
          error.message.startsWith(
            `cannot reach the API server ${server}: cannot reach the proxy 127.0.0.1:1 (${setting}): `,
          ),
          error.message,
        );
        assert.match(error.message, /connection refused/);
        assert.ok(error.message.includes(server) && !error.message.includes('secret'));
        assert.deepEqual(describeError(error).hints, [`Check that the proxy is running, or change ${setting}`]);
      }
    });
  }
}

const badResponses = [
  ['HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n', /cannot reach the API server .*: HTTP 502$/],
  [
    'HTTP/1.1 407 Authenticate\r\ncontent-length: 0\r\n\r\n',
    /requires a valid user name and password in its URL \(407\)$/,
  ],
  [undefined, /^cannot reach the API server .* through the proxy .*: connection lost$/],
] as const;
for (const [content, expected] of badResponses) {
  test(`names a proxy that responds with ${content?.slice(9, 12) ?? 'a reset'}`, async (t) => {
    const url = await startBadProxy(t, content);
    for (const error of await errorsThrough(t, url, 'proxy-url')) {
      assert.match(error.message, expected);
      assert.ok(error.message.includes(`proxy ${new URL(url).host} (proxy-url in the kubeconfig)`), error.message);
    }
  });
}
