import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { issueCertificate } from '../../../src/demo/kubernetes/certificate.ts';
import type { RestRequest } from '../../../src/flink/rest.ts';
import type { KubernetesApi } from '../../../src/kubernetes/api.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { createRestTransport } from '../../../src/session/rest/create-rest-transport.ts';
import type { RestAccess } from '../../../src/session/rest/rest-access.ts';
import { restTransports } from '../../../src/session/rest/rest-transports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const get: RestRequest = { method: 'GET', path: '/overview', timeoutMs: 5000 };
const { certificate, key } = issueCertificate();
const client = issueCertificate();
const mutual: ServerOptions = { key, cert: certificate, ca: [client.certificate], requestCert: true };

/** Starts a REST API on loopback that returns the Authorization header it receives. */
async function startFlink(t: TestContext, options: ServerOptions | 'plain' = { key, cert: certificate }) {
  const hosts: (string | undefined)[] = [];
  const respond = (request: IncomingMessage, response: ServerResponse) => {
    hosts.push(request.headers.host);
    response.end(`${request.url} ${request.headers.authorization ?? 'anonymous'}`);
  };
  const server: Server = options === 'plain' ? createHttpServer(respond) : createServer(options, respond);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = new Set<{ destroy: () => void }>();
  server.on('connection', (socket) => sockets.add(socket));
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  return { port, hosts, url: `https://127.0.0.1:${port}` };
}

async function writeFiles(t: TestContext, files: { readonly [name: string]: string }) {
  const folder = await temporaryFolder(t);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return (name: string) => join(folder, name);
}

function open(t: TestContext, restUrl: string, restAccess: RestAccess) {
  const transport = createRestTransport(
    restTransports({} as KubernetesApi, { ...target, restUrl, restAccess }, undefined),
  );
  t.after(transport.close);
  return transport;
}

const target = { clusterId: 'demo', namespace: 'flink' };

/** Opens a transport through an API server to a JobManager that uses TLS according to its configuration. */
function openForward(t: TestContext, port: number, restAccess: RestAccess) {
  const jobManager = {
    metadata: { name: 'demo-7c9d-abcde', labels: { component: 'jobmanager' } },
    status: { phase: 'Running' },
    spec: { containers: [{ name: 'flink-main-container', ports: [{ name: 'rest', containerPort: port }] }] },
  };
  const config = 'security:\n  ssl:\n    rest:\n      enabled: true\n';
  const kubernetes = {
    list: async () => [jobManager],
    get: async ({ name }: { readonly name: string }) => {
      if (name === 'flink-config-demo') return { data: { 'config.yaml': config } };
      throw new KubernetesError('not-found', 'no such object');
    },
    forward: async (to: { readonly port: number }) => {
      const socket = connect(to.port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    },
  } as unknown as KubernetesApi;
  const transport = createRestTransport(restTransports(kubernetes, { ...target, restAccess }, undefined));
  t.after(transport.close);
  return transport;
}

test('trusts an https server only with --rest-ca', async (t) => {
  const flink = await startFlink(t);
  const file = await writeFiles(t, { 'ca.pem': certificate });
  const trusting = open(t, flink.url, { caFile: file('ca.pem') });
  for (let call = 0; call < 3; call += 1) assert.equal((await trusting.send(get)).body, '/overview anonymous');
  assert.deepEqual(flink.hosts[0], `127.0.0.1:${flink.port}`);
  const untrusting = open(t, flink.url, {});
  await assert.rejects(untrusting.send(get), {
    kind: 'unreachable',
    message:
      "cannot reach Flink's REST API: its certificate is not trusted; add the certificate or its authority with --rest-ca FILE",
  });
});

test('sends a bearer token or login, reading their files for each request', async (t) => {
  const flink = await startFlink(t);
  const file = await writeFiles(t, { 'ca.pem': certificate, token: 'first\n', login: 'jane:secret\n' });
  const caFile = file('ca.pem');
  const byToken = open(t, flink.url, { caFile, tokenFile: file('token') });
  assert.equal((await byToken.send(get)).body, '/overview Bearer first');
  writeFileSync(file('token'), 'second\n');
  assert.equal((await byToken.send(get)).body, '/overview Bearer second');
  const basic = `Basic ${Buffer.from('jane:secret').toString('base64')}`;
  assert.equal((await open(t, flink.url, { caFile, loginFile: file('login') }).send(get)).body, `/overview ${basic}`);
  assert.equal((await open(t, flink.url, { caFile, token: 'third' }).send(get)).body, '/overview Bearer third');
  await assert.rejects(open(t, flink.url, { caFile, tokenFile: file('none') }).send(get), {
    kind: 'denied',
    message: `cannot read ${file('none')} (--rest-token-file): no such file`,
  });
});

test('marks the link as denied when access is denied', async (t) => {
  const gateway = createHttpServer((_, response) => response.writeHead(401).end('<html>Log in</html>'));
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  t.after(() => gateway.close());
  const transport = open(t, `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`, {});
  const message = "access to Flink's REST API denied (HTTP 401)";
  await assert.rejects(transport.send(get), { kind: 'denied', message });
  const link = transport.link();
  assert.ok(link.state === 'denied' && link.reason === message);
});

// Flink uses TLS 1.2 by default. A server with TLS 1.3 rejects a client only after the handshake.
for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`connects over mutual ${maxVersion} with a client certificate, and names the options if it is missing`, async (t) => {
    const flink = await startFlink(t, { ...mutual, maxVersion });
    const files = { 'ca.pem': certificate, 'client.crt': client.certificate, 'client.key': client.key };
    const file = await writeFiles(t, files);
    const caFile = file('ca.pem');
    const known = open(t, flink.url, { caFile, certFile: file('client.crt'), keyFile: file('client.key') });
    assert.equal((await known.send(get)).body, '/overview anonymous');
    await assert.rejects(open(t, flink.url, { caFile }).send(get), {
      kind: 'unreachable',
      message:
        "cannot reach Flink's REST API: it requires a client certificate; set --rest-cert FILE and --rest-key FILE",
    });
  });
}

test("uses mutual TLS inside a forward if the cluster's configuration enables TLS", async (t) => {
  const flink = await startFlink(t, mutual);
  const file = await writeFiles(t, { 'ca.pem': certificate, 'client.pem': client.certificate + client.key });
  const transport = openForward(t, flink.port, { caFile: file('ca.pem'), certFile: file('client.pem'), token: 'me' });
  for (let call = 0; call < 3; call += 1) assert.equal((await transport.send(get)).body, '/overview Bearer me');
  const link = transport.link();
  assert.ok('latencyMs' in link && link.via === 'forward');
});

test("accepts a certificate for the Service's name and reports the names in any other certificate", async (t) => {
  const authority = issueCertificate({ isAuthority: true });
  const other = issueCertificate({ names: ['other.example'], authority });
  const named = issueCertificate({ names: ['demo-rest.flink'], authority });
  const file = await writeFiles(t, { 'ca.crt': authority.certificate, 'other.crt': other.certificate });
  const caFile = file('ca.crt');

  const right = await startFlink(t, { cert: named.certificate, key: named.key });
  assert.equal((await openForward(t, right.port, { caFile }).send(get)).body, '/overview anonymous');
  const wrong = await startFlink(t, { cert: other.certificate, key: other.key });
  await assert.rejects(openForward(t, wrong.port, { caFile }).send(get), {
    kind: 'unreachable',
    message:
      "cannot reach Flink's REST API: its certificate is for other.example, not for demo-rest.flink; " +
      'pass this certificate as --rest-ca FILE to accept it for any name',
  });
  const pinned = openForward(t, wrong.port, { caFile: file('other.crt') });
  assert.equal((await pinned.send(get)).body, '/overview anonymous');
});

test('rejects http where https is expected, and https where http is expected', async (t) => {
  const plain = await startFlink(t, 'plain');
  await assert.rejects(open(t, plain.url, {}).send(get), {
    message: /it does not use TLS; change the URL to http/,
  });
  const encrypted = await startFlink(t);
  await assert.rejects(open(t, encrypted.url.replace('https', 'http'), {}).send(get), { kind: 'unreachable' });
});

/** Starts a server that accepts connections and sends nothing. `closed` resolves after `count` closed connections. */
async function startSilent(t: TestContext) {
  const sockets: Socket[] = [];
  const server = createTcpServer((socket) => {
    sockets.push(socket);
    socket.resume().on('error', () => {}); // 'close' follows
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const closed = async (count: number) => {
    const timeout = { signal: AbortSignal.timeout(20_000) };
    while (sockets.length < count) await once(server, 'connection', timeout);
    await Promise.all(sockets.map((socket) => socket.closed || once(socket, 'close', timeout)));
  };
  return { port: (server.address() as AddressInfo).port, closed };
}

test('closes a connection with an unfinished TLS handshake after five seconds', async (t) => {
  const silent = await startSilent(t);
  const transport = open(t, `https://127.0.0.1:${silent.port}`, {});
  await assert.rejects(transport.send({ ...get, timeoutMs: 20_000 }), {
    kind: 'unreachable',
    message: "cannot reach Flink's REST API: connection timed out",
  });
  await silent.closed(1);
});

for (const via of ['address', 'forward'] as const) {
  test(`closes the connections of unfinished TLS handshakes on close, via ${via}`, async (t) => {
    const silent = await startSilent(t);
    const transport =
      via === 'address' ? open(t, `https://127.0.0.1:${silent.port}`, {}) : openForward(t, silent.port, {});
    const calls = [transport.send({ ...get, timeoutMs: 500 }), transport.send({ ...get, timeoutMs: 500 })];
    for (const call of calls) await assert.rejects(call, { kind: 'timeout' });
    transport.close();
    await silent.closed(2);
  });
}
