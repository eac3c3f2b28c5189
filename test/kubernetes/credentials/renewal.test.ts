import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { WebSocketServer } from 'ws';
import { issueCertificate } from '../../../src/demo/kubernetes/certificate.ts';
import { connectKubernetes } from '../../../src/kubernetes/connect.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type ReceivedRequest, sendJson, sendStatus, startApiServer, writeKubeConfig } from '../api-server.ts';

const pods = { resource: resources.pods, namespace: 'team' };
const { certificate, key } = issueCertificate();
const cluster = { 'certificate-authority-data': Buffer.from(certificate).toString('base64') };

/** Starts an API server over TLS that accepts requests and upgrades if `isKnown` returns true. */
async function startGuarded(t: TestContext, isKnown: (authorization: string | undefined) => boolean) {
  let rejected = 0;
  const guard = (authorization: string | undefined) => {
    if (isKnown(authorization)) return true;
    rejected += 1;
    return false;
  };
  const respond = ({ headers, query }: ReceivedRequest, response: Parameters<typeof sendStatus>[0]) => {
    if (!guard(headers.authorization)) return sendStatus(response, 401, 'Unauthorized');
    if (query.get('watch') !== 'true')
      return sendJson(response, 200, { metadata: { resourceVersion: '1' }, items: [] });
    // End each watch after 1.2 s, so that each token opens a watch.
    response.writeHead(200).flushHeaders();
    setTimeout(() => response.end(), 1200);
  };
  const server = await startApiServer(t, respond, { key, cert: certificate });
  const websockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'v4.channel.k8s.io' });
  server.server.on('upgrade', (request, socket, head) => {
    if (guard(request.headers.authorization)) websockets.handleUpgrade(request, socket, head, () => {});
    else socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n');
  });
  return { ...server, rejected: () => rejected };
}

async function connect(t: TestContext, url: string, user: object) {
  const api = await connectKubernetes({ file: await writeKubeConfig(t, url, { user, cluster }), env: {} });
  t.after(() => api.close());
  return api;
}

test('keeps watches, calls and forwards working while a plugin issues three tokens', async (t) => {
  const folder = await temporaryFolder(t);
  const runs = join(folder, 'runs');
  const script = join(folder, 'plugin.mjs');
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs';
appendFileSync(${JSON.stringify(runs)}, 'run\\n');
const expiry = Date.now() + 3000;
const status = { token: 'ends-' + expiry, expirationTimestamp: new Date(expiry).toISOString() };
console.log(JSON.stringify({ kind: 'ExecCredential', status }));
`,
  );
  const server = await startGuarded(
    t,
    (authorization) => Date.now() < Number(/^Bearer ends-(\d+)$/.exec(authorization ?? '')?.[1]),
  );
  const api = await connect(t, server.url, {
    exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: [script] },
  });
  const states: string[] = [];
  api.watch(pods, { onItems: () => {}, onState: ({ state }) => states.push(state) });
  const callAll = async () => {
    await Promise.all([api.list(pods), api.list(pods), api.ping(5000)]);
    (await api.forward({ namespace: 'team', pod: 'web-1', port: 8081 })).destroy();
    return readFileSync(runs, 'utf8').length >= 'run\n'.repeat(3).length;
  };
  await eventually('a third token', callAll, { timeoutMs: 40_000, everyMs: 50 });
  await api.list(pods);
  assert.deepEqual(states, ['connecting', 'live'], 'the watch stays live');
});

test('reads the token file for each call and forward', async (t) => {
  const tokenFile = join(await temporaryFolder(t), 'token');
  let good = 'first';
  writeFileSync(tokenFile, 'first\n');
  const server = await startGuarded(t, (authorization) => authorization === `Bearer ${good}`);
  const api = await connect(t, server.url, { tokenFile });
  await api.list(pods);
  good = 'second';
  writeFileSync(tokenFile, 'second\n');
  await api.list(pods);
  (await api.forward({ namespace: 'team', pod: 'web-1', port: 8081 })).destroy();
  assert.equal(server.rejected(), 0);
  writeFileSync(tokenFile, '\n');
  await assert.rejects(api.list(pods), {
    kind: 'credentials',
    message: `the token file ${tokenFile} in the kubeconfig is empty`,
  });
});

test('uses rotated client certificates once both files match', async (t) => {
  const folder = await temporaryFolder(t);
  const [certFile, keyFile] = [join(folder, 'client.crt'), join(folder, 'client.key')];
  const [first, second] = [issueCertificate(), issueCertificate()];
  const seen = new Set<string>();
  const fingerprintOf = ({ certificate }: { certificate: string }) => certificate.replace(/-----.*?-----|\s/g, '');
  const server = await startApiServer(t, (_, response) => sendJson(response, 200, { metadata: {}, items: [] }), {
    key,
    cert: certificate,
    // The certificates are self-signed. The test only compares the received certificates.
    requestCert: true,
    rejectUnauthorized: false,
  });
  server.server.on('secureConnection', (socket: TLSSocket) => {
    seen.add(socket.getPeerCertificate().raw.toString('base64'));
  });
  server.server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n'));
  writeFileSync(certFile, first.certificate);
  writeFileSync(keyFile, first.key);
  const api = await connect(t, server.url, { 'client-certificate': certFile, 'client-key': keyFile });
  await api.list(pods);
  writeFileSync(certFile, second.certificate);
  await api.list(pods);
  assert.deepEqual([...seen], [fingerprintOf(first)]);
  writeFileSync(keyFile, second.key);
  await api.list(pods);
  assert.deepEqual([...seen], [fingerprintOf(first), fingerprintOf(second)]);
  seen.clear();
  await assert.rejects(api.forward({ namespace: 'team', pod: 'web-1', port: 8081 }), { kind: 'not-found' });
  assert.deepEqual([...seen], [fingerprintOf(second)]);
  assert.equal((await api.credential()).method, 'client certificate');
});

test('reports a failing plugin only near the expiry of its last credential', async (t) => {
  const folder = await temporaryFolder(t);
  const [runs, script] = [join(folder, 'runs'), join(folder, 'plugin.mjs')];
  writeFileSync(
    script,
    `import { appendFileSync, existsSync } from 'node:fs';
const isFirst = !existsSync(${JSON.stringify(runs)});
appendFileSync(${JSON.stringify(runs)}, 'run\\n');
if (!isFirst) process.exit(1);
const expirationTimestamp = new Date(Date.now() + 4000).toISOString();
console.log(JSON.stringify({ kind: 'ExecCredential', status: { token: 'only', expirationTimestamp } }));
`,
  );
  const server = await startGuarded(t, (authorization) => authorization === 'Bearer only');
  const api = await connect(t, server.url, { exec: { command: process.execPath, args: [script] } });
  await api.list(pods);
  const endsAt = (await api.credential()).expiresAt ?? 0;
  const list = async () => {
    // Shortly before the expiry, a call waits for the plugin and fails if the plugin fails.
    if (Date.now() >= endsAt - 400) return true;
    await api.list(pods);
    return readFileSync(runs, 'utf8').length >= 'run\nrun\n'.length;
  };
  await eventually('the plugin to fail', list);
  await pause(Math.max(0, endsAt - Date.now()));
  await assert.rejects(api.list(pods), { kind: 'credentials', message: /failed \(exit code 1\)/ });
});
