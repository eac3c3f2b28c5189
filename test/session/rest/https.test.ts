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

/** Flink's REST API on loopback, which says by which header one is known. */
async function startFlink(t: TestContext, options: ServerOptions | 'plain' = { key, cert: certificate }) {
  const hosts: (string | undefined)[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    hosts.push(request.headers.host);
    response.end(`${request.url} ${request.headers.authorization ?? 'nobody'}`);
  };
  const server: Server = options === 'plain' ? createHttpServer(answer) : createServer(options, answer);
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
  const way = createRestTransport(restTransports({} as KubernetesApi, { ...target, restUrl, restAccess }, undefined));
  t.after(way.close);
  return way;
}

const target = { clusterId: 'demo', namespace: 'flink' };

/** An API server behind which the JobManager speaks TLS, as its configuration says. */
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
  const way = createRestTransport(restTransports(kubernetes, { ...target, restAccess }, undefined));
  t.after(way.close);
  return way;
}

test('an https address is trusted by --rest-ca, and not without it', async (t) => {
  const flink = await startFlink(t);
  const file = await writeFiles(t, { 'ca.pem': certificate });
  const trusting = open(t, flink.url, { caFile: file('ca.pem') });
  for (let call = 0; call < 3; call += 1) assert.equal((await trusting.send(get)).body, '/overview nobody');
  assert.deepEqual(flink.hosts[0], `127.0.0.1:${flink.port}`);
  const doubting = open(t, flink.url, {});
  await assert.rejects(doubting.send(get), {
    kind: 'unreachable',
    message:
      "Flink's REST API cannot be reached: its certificate is not trusted here; " +
      '--rest-ca FILE names the certificate, or the authority, to trust.',
  });
});

test('a bearer token and a login are sent, from files as they are at the moment of the call', async (t) => {
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
    message: `The file ${file('none')} of --rest-token-file is not there.`,
  });
});

test('what guards the REST API and lets nobody in makes the link denied', async (t) => {
  const guard = createHttpServer((_, response) => response.writeHead(401).end('<html>Who are you?</html>'));
  guard.listen(0, '127.0.0.1');
  await once(guard, 'listening');
  t.after(() => guard.close());
  const way = open(t, `http://127.0.0.1:${(guard.address() as AddressInfo).port}`, {});
  const message = "Flink's REST API is guarded, and does not let you in (HTTP 401).";
  await assert.rejects(way.send(get), { kind: 'denied', message });
  const link = way.link();
  assert.ok(link.state === 'denied' && link.reason === message);
});

// Flink itself speaks 1.2 unless told otherwise, and a server of 1.3 turns a client away only after the handshake.
for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`mutual ${maxVersion}: with the client certificate one is let in, without it the options are told`, async (t) => {
    const flink = await startFlink(t, { ...mutual, maxVersion });
    const files = { 'ca.pem': certificate, 'client.crt': client.certificate, 'client.key': client.key };
    const file = await writeFiles(t, files);
    const caFile = file('ca.pem');
    const known = open(t, flink.url, { caFile, certFile: file('client.crt'), keyFile: file('client.key') });
    assert.equal((await known.send(get)).body, '/overview nobody');
    await assert.rejects(open(t, flink.url, { caFile }).send(get), {
      kind: 'unreachable',
      message:
        "Flink's REST API cannot be reached: it wants a client certificate that it knows: " +
        '--rest-cert FILE and --rest-key FILE.',
    });
  });
}

test('inside a forward TLS is spoken where the configuration says so, mutual too', async (t) => {
  const flink = await startFlink(t, mutual);
  const file = await writeFiles(t, { 'ca.pem': certificate, 'client.pem': client.certificate + client.key });
  const way = openForward(t, flink.port, { caFile: file('ca.pem'), certFile: file('client.pem'), token: 'me' });
  for (let call = 0; call < 3; call += 1) assert.equal((await way.send(get)).body, '/overview Bearer me');
  const link = way.link();
  assert.ok('latencyMs' in link && link.via === 'forward');
});

test('a certificate for another name is told with the names it has; for the name of the Service it is taken', async (t) => {
  const authority = issueCertificate({ isAuthority: true });
  const other = issueCertificate({ names: ['other.example'], authority });
  const named = issueCertificate({ names: ['demo-rest.flink'], authority });
  const file = await writeFiles(t, { 'ca.crt': authority.certificate, 'other.crt': other.certificate });
  const caFile = file('ca.crt');

  const right = await startFlink(t, { cert: named.certificate, key: named.key });
  assert.equal((await openForward(t, right.port, { caFile }).send(get)).body, '/overview nobody');
  const wrong = await startFlink(t, { cert: other.certificate, key: other.key });
  await assert.rejects(openForward(t, wrong.port, { caFile }).send(get), {
    kind: 'unreachable',
    message:
      "Flink's REST API cannot be reached: its certificate is for other.example, and not for demo-rest.flink; " +
      'as --rest-ca FILE that very certificate is trusted under any name.',
  });
  const pinned = openForward(t, wrong.port, { caFile: file('other.crt') });
  assert.equal((await pinned.send(get)).body, '/overview nobody');
});

test('plain where TLS is meant, and TLS where plain is meant, are told apart', async (t) => {
  const plain = await startFlink(t, 'plain');
  await assert.rejects(open(t, plain.url, {}).send(get), {
    message: /it does not speak TLS: its URL begins with http/,
  });
  const encrypted = await startFlink(t);
  await assert.rejects(open(t, encrypted.url.replace('https', 'http'), {}).send(get), { kind: 'unreachable' });
});

/** Takes connections, and never says a word. `closed` resolves when each of so many has come and gone. */
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
    const patience = { signal: AbortSignal.timeout(20_000) };
    while (sockets.length < count) await once(server, 'connection', patience);
    await Promise.all(sockets.map((socket) => socket.closed || once(socket, 'close', patience)));
  };
  return { port: (server.address() as AddressInfo).port, closed };
}

test('a handshake that does not end is given up after five seconds, with its connection', async (t) => {
  const silent = await startSilent(t);
  const way = open(t, `https://127.0.0.1:${silent.port}`, {});
  await assert.rejects(way.send({ ...get, timeoutMs: 20_000 }), {
    kind: 'unreachable',
    message: "Flink's REST API cannot be reached: it takes no connection.",
  });
  await silent.closed(1);
});

for (const by of ['address', 'forward'] as const) {
  test(`handshakes that did not end when the session was left leave no connection, by ${by}`, async (t) => {
    const silent = await startSilent(t);
    const way = by === 'address' ? open(t, `https://127.0.0.1:${silent.port}`, {}) : openForward(t, silent.port, {});
    const calls = [way.send({ ...get, timeoutMs: 500 }), way.send({ ...get, timeoutMs: 500 })];
    for (const call of calls) await assert.rejects(call, { kind: 'timeout' });
    way.close();
    await silent.closed(2);
  });
}
