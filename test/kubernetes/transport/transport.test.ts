import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer as createTcpServer } from 'node:net';
import { test } from 'node:test';
import { issueCertificate } from '../../../src/demo/kubernetes/certificate.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { connectTo, sendJson, sendStatus, startApiServer } from '../api-server.ts';

const pod = { resource: resources.pods, namespace: 'team', name: 'web-1' };
const deployment = { resource: resources.deployments, namespace: 'team', name: 'web' };

test('uses at most two connections for twenty consecutive calls', async (t) => {
  const server = await startApiServer(t, (_, response) => sendJson(response, 200, { metadata: { name: 'web-1' } }));
  const api = await connectTo(t, server.url);
  for (let call = 0; call < 20; call += 1) await api.get(pod);
  assert.equal(server.requests.length, 20);
  assert.ok(server.connections() <= 2, `${server.connections()} connections`);
});

test('does not block calls behind open watches, logs and forwards', async (t) => {
  const server = await startApiServer(t, ({ query, path }, response) => {
    if (query.get('watch')) response.writeHead(200).flushHeaders();
    else if (path.endsWith('/log')) response.writeHead(200).flushHeaders();
    else sendJson(response, 200, { metadata: { resourceVersion: '1' }, items: [] });
  });
  const api = await connectTo(t, server.url);
  const live = Array.from(
    { length: 12 },
    () =>
      new Promise<void>((resolve) =>
        api.watch(
          { resource: resources.pods, namespace: 'team' },
          { onItems: () => {}, onState: ({ state }) => state === 'live' && resolve() },
        ),
      ),
  );
  await Promise.all([
    ...live,
    api.podLog({ namespace: 'team', pod: 'web-1', follow: true }, AbortSignal.timeout(5000)),
  ]);
  const { latencyMs } = await api.ping(2000);
  assert.ok(latencyMs < 1000);
});

test('names verb, resource and namespace in errors', async (t) => {
  const statuses: Record<string, [number, string]> = {
    get: [404, 'pods "web-1" not found'],
    list: [403, 'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "team"'],
    patch: [409, 'Operation cannot be fulfilled on deployments.apps "web": the object has been modified'],
    delete: [403, 'admission webhook "policy" denied the request: keep it'],
  };
  const server = await startApiServer(t, ({ method, path }, response) => {
    const verb = method === 'GET' ? (path.endsWith('/pods') ? 'list' : 'get') : method.toLowerCase();
    const [code, message] = statuses[verb] ?? [500, 'etcd is unavailable'];
    sendStatus(response, code, message);
  });
  const api = await connectTo(t, server.url);

  await assert.rejects(api.get(pod), {
    kind: 'not-found',
    status: 404,
    message: 'pod web-1 not found in namespace team (404)',
  });
  await assert.rejects(api.list({ resource: resources.pods, namespace: 'team' }), {
    kind: 'forbidden',
    verb: 'list',
    resource: 'pods',
    namespace: 'team',
    message: 'not allowed to list pods in namespace team (403)',
  });
  await assert.rejects(api.patch(deployment, {}), {
    kind: 'conflict',
    resource: 'deployments.apps',
    message:
      'cannot patch deployments.apps web in namespace team (409): Operation cannot be fulfilled on deployments.apps "web": the object has been modified',
  });
  await assert.rejects(api.delete(deployment, { propagation: 'Background' }), {
    kind: 'forbidden',
    message:
      'cannot delete deployments.apps web in namespace team (403): admission webhook "policy" denied the request: keep it',
  });
  await assert.rejects(api.isAllowed({ verb: 'get', resource: resources.pods, namespace: 'team' }), {
    kind: 'server',
    message: 'cannot create selfsubjectaccessreviews.authorization.k8s.io (500): etcd is unavailable',
  });
});

test('reports a server that is not an API server', async (t) => {
  const server = await startApiServer(t, (_, response) => response.end('<html>hello</html>'));
  const api = await connectTo(t, server.url);
  await assert.rejects(api.get(pod), {
    kind: 'server',
    message: /^cannot get pod.*: the server is not a Kubernetes API server/,
  });
});

test('reports address and reason for an unreachable server', async (t) => {
  const gone = createTcpServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as { port: number };
  gone.close();
  const api = await connectTo(t, `http://127.0.0.1:${port}`);
  await assert.rejects(api.get(pod), {
    kind: 'unreachable',
    message: `cannot reach the API server http://127.0.0.1:${port}: nothing listens there (connection refused)`,
  });
});

test('opens a new connection after a timeout', async (t) => {
  let frozen = true;
  const server = await startApiServer(t, (_, response) => {
    if (!frozen) sendJson(response, 200, { gitVersion: 'v1.34.0' });
  });
  const api = await connectTo(t, server.url);
  await assert.rejects(api.ping(500), {
    kind: 'timeout',
    message: `cannot get /version: the API server ${server.url} did not respond within 0.5 s`,
  });
  frozen = false;
  assert.equal((await api.ping(1000)).gitVersion, 'v1.34.0');
  assert.equal(server.connections(), 2);
});

test("rejects an aborted call with the signal's reason", async (t) => {
  const server = await startApiServer(t, () => {});
  const api = await connectTo(t, server.url);
  const abort = new AbortController();
  const call = api.get(pod, abort.signal);
  abort.abort('enough');
  await assert.rejects(call, (reason) => reason === 'enough');
});

test('rejects pending calls on close', async (t) => {
  const server = await startApiServer(t, () => {});
  const api = await connectTo(t, server.url);
  const call = api.get(pod);
  await once(server.server, 'request');
  await Promise.all([api.close(), assert.rejects(call, { kind: 'unreachable', message: /was closed/ })]);
});

test("keeps the path of the server's URL", async (t) => {
  const server = await startApiServer(t, (_, response) => sendJson(response, 200, {}));
  const api = await connectTo(t, `${server.url}/k8s/clusters/c-1`);
  await api.get(pod);
  assert.equal(server.requests[0]?.path, '/k8s/clusters/c-1/api/v1/namespaces/team/pods/web-1');
});

const { certificate, key } = issueCertificate({ names: ['api.test'] });
const tls = { cert: certificate, key };

test('connects through proxy-url', async (t) => {
  const server = await startApiServer(t, (_, response) => sendJson(response, 200, { gitVersion: 'v1' }), tls);
  const proxy = await startApiServer(t, () => {});
  const tunnels: string[] = [];
  proxy.server.on('connect', (request, client) => {
    tunnels.push(request.url ?? '');
    const { hostname, port } = new URL(`http://${request.url}`);
    const upstream = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    t.after(() => upstream.destroy());
  });
  const api = await connectTo(t, server.url, {
    cluster: { 'proxy-url': proxy.url, 'insecure-skip-tls-verify': true },
  });
  assert.equal((await api.ping(2000)).gitVersion, 'v1');
  assert.deepEqual(tunnels, [server.url.replace('https://', '')]);
});

test('trusts the authority in the kubeconfig and reports the reason for rejecting another certificate', async (t) => {
  const server = await startApiServer(t, (_, response) => sendJson(response, 200, { gitVersion: 'v1' }), tls);
  const authority = { 'certificate-authority-data': Buffer.from(tls.cert).toString('base64') };

  const trusting = await connectTo(t, server.url, { cluster: { ...authority, 'tls-server-name': 'api.test' } });
  for (let call = 0; call < 5; call += 1) assert.equal((await trusting.ping(2000)).gitVersion, 'v1');
  assert.ok(server.connections() <= 2, `${server.connections()} handshakes`);

  const named = await connectTo(t, server.url, { cluster: authority });
  await assert.rejects(named.ping(2000), { kind: 'unreachable', message: /its certificate is for another host name/ });
  const untrusting = await connectTo(t, server.url);
  await assert.rejects(untrusting.ping(2000), { kind: 'unreachable', message: /its certificate is self-signed/ });
});

test("applies the cluster's TLS settings to a context without a user or with an unknown user", async (t) => {
  const server = await startApiServer(t, (_, response) => sendJson(response, 200, { gitVersion: 'v1' }), tls);
  const authority = {
    'certificate-authority-data': Buffer.from(tls.cert).toString('base64'),
    'tls-server-name': 'api.test',
  };
  for (const context of [{ user: undefined }, { user: '' }, { user: 'nobody' }]) {
    for (const cluster of [authority, { 'insecure-skip-tls-verify': true }]) {
      const api = await connectTo(t, server.url, { cluster, context });
      assert.equal((await api.ping(2000)).gitVersion, 'v1', JSON.stringify([context, Object.keys(cluster)]));
      const { user, method } = await api.credential();
      assert.deepEqual([user, method], [undefined, 'none (anonymous)']);
    }
  }
});
