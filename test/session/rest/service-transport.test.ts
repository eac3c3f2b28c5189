import assert from 'node:assert/strict';
import dns from 'node:dns';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { describeError } from '../../../src/commands/record/describe-error.ts';
import { type Certificate, issueCertificate } from '../../../src/demo/kubernetes/certificate.ts';
import type { RestRequest } from '../../../src/flink/rest.ts';
import type { KubernetesApi } from '../../../src/kubernetes/api.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { createRestTransport } from '../../../src/session/rest/create-rest-transport.ts';
import { probeTransports } from '../../../src/session/rest/probe-transports.ts';
import type { RestAccess } from '../../../src/session/rest/rest-access.ts';
import { restTransports } from '../../../src/session/rest/rest-transports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const target = { clusterId: 'demo', namespace: 'flink' };
const get: RestRequest = { method: 'GET', path: '/overview', timeoutMs: 5000 };
const tlsConfig = 'security:\n  ssl:\n    rest:\n      enabled: true\n';

type ServiceSpec = {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort?: number | string }[];
};

const atPort = (port: number): ServiceSpec => ({ clusterIP: '127.0.0.1', ports: [{ name: 'rest', port }] });

/** Starts a JobManager that responds with its name, the path, and the Authorization header if there is one. */
async function startFlink(
  t: TestContext,
  name: string,
  { tls, host = '127.0.0.1' }: { readonly tls?: Certificate; readonly host?: string } = {},
) {
  const hosts: (string | undefined)[] = [];
  const server = tls === undefined ? createHttpServer() : createHttpsServer({ cert: tls.certificate, key: tls.key });
  server.on('request', ({ url, headers }, response) => {
    hosts.push(headers.host);
    const path = url === '/config' ? '{"flink-version":"2.3.0","refresh-interval":3000}' : `${name} ${url}`;
    response.end([path, ...(headers.authorization === undefined ? [] : [headers.authorization])].join(' '));
  });
  const stop = async () => {
    server.closeAllConnections();
    if (server.listening) await once(server.close(), 'close');
  };
  t.after(stop);
  (server as Server).listen(0, host);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, hosts, stop };
}

/** Returns a port of 127.0.0.1 that refuses connections. */
async function closedPort(t: TestContext): Promise<number> {
  const { port, stop } = await startFlink(t, 'stopped');
  await stop();
  return port;
}

/** A Kubernetes API as seen from a pod. Forwards lead to `forwardPort`, or are forbidden, as is the service proxy. */
function inCluster(
  spec: ServiceSpec | 'missing',
  { forwardPort, flinkConfig }: { readonly forwardPort?: number; readonly flinkConfig?: string } = {},
) {
  const cluster = { spec, reads: 0, forwards: 0, proxied: 0 };
  const forbidden = (resource: string) =>
    new KubernetesError('forbidden', `not allowed to create ${resource}`, {
      verb: 'create',
      resource,
      namespace: 'flink',
    });
  const jobManager = {
    metadata: { name: 'demo-7c9d-abcde', labels: { component: 'jobmanager' } },
    status: { phase: 'Running' },
    spec: { containers: [{ name: 'flink-main-container', ports: [{ name: 'rest', containerPort: forwardPort }] }] },
  };
  const api = {
    isInCluster: true,
    list: async () => [jobManager],
    get: async ({ name }: { readonly name: string }) => {
      if (name === 'demo-rest') cluster.reads += 1;
      if (name === 'demo-rest' && cluster.spec !== 'missing') return { spec: cluster.spec };
      if (name === 'flink-config-demo' && flinkConfig !== undefined) return { data: { 'config.yaml': flinkConfig } };
      throw new KubernetesError('not-found', `${name} not found`);
    },
    forward: async ({ port }: { readonly port: number }) => {
      cluster.forwards += 1;
      if (forwardPort === undefined) throw forbidden('pods/portforward');
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    },
    serviceProxy: async () => {
      cluster.proxied += 1;
      throw forbidden('services/proxy');
    },
  } as unknown as KubernetesApi;
  return { api, cluster };
}

function open(t: TestContext, api: KubernetesApi, restAccess: RestAccess = {}) {
  const transport = createRestTransport(restTransports(api, { ...target, restAccess }, undefined));
  t.after(transport.close);
  return {
    ...transport,
    body: async () => (await transport.send(get)).body,
    via: () => {
      const link = transport.link();
      return 'latencyMs' in link ? link.via : link.state;
    },
  };
}

/** Makes names resolve to 127.0.0.1, or never. Returns the resolved names. */
function mockNames(t: TestContext, mode: 'loopback' | 'no response'): readonly string[] {
  const names: string[] = [];
  t.mock.method(
    dns,
    'lookup',
    (name: string, options: { readonly all?: boolean }, done: (...answer: unknown[]) => void) => {
      names.push(name);
      if (mode === 'no response') return;
      const address = { address: '127.0.0.1', family: 4 };
      process.nextTick(() => (options.all ? done(null, [address]) : done(null, address.address, address.family)));
    },
  );
  return names;
}

test('in a pod, connects to the REST Service without any other permission, over one connection', async (t) => {
  const flink = await startFlink(t, 'flink');
  const { api, cluster } = inCluster(atPort(flink.port));
  const rest = open(t, api);
  for (let call = 0; call < 5; call += 1) assert.equal(await rest.body(), 'flink /overview');
  assert.equal(rest.via(), 'service');
  assert.deepEqual({ ...cluster, spec: undefined }, { spec: undefined, reads: 1, forwards: 0, proxied: 0 });
  assert.deepEqual(new Set(flink.hosts), new Set(['demo-rest.flink.svc']));
});

test('uses the port named rest', async (t) => {
  const flink = await startFlink(t, 'flink');
  const spec = {
    clusterIP: '127.0.0.1',
    ports: [
      { name: 'rpc', port: 6123 },
      { name: 'rest', port: flink.port },
    ],
  };
  assert.equal(await open(t, inCluster(spec).api).body(), 'flink /overview');
});

test('outside Kubernetes, does not connect to the REST Service', async (t) => {
  const flink = await startFlink(t, 'flink');
  const service = await startFlink(t, 'service');
  const { api } = inCluster(atPort(service.port), { forwardPort: flink.port });
  const rest = open(t, { ...api, isInCluster: false });
  assert.equal(await rest.body(), 'flink /overview');
  assert.equal(rest.via(), 'forward');
});

test('falls back to a forward for 30 s if the Service refuses connections', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  const flink = await startFlink(t, 'flink');
  const { api, cluster } = inCluster(atPort(await closedPort(t)), { forwardPort: flink.port });
  const rest = open(t, api);
  assert.equal(await rest.body(), 'flink /overview');
  assert.equal(rest.via(), 'forward');
  cluster.spec = atPort(flink.port);
  t.mock.timers.tick(29_000);
  await rest.body();
  assert.equal(rest.via(), 'forward');
  t.mock.timers.tick(2000);
  await rest.body();
  assert.equal(rest.via(), 'service');
});

test('falls back to a forward if the Service does not respond, before the request times out', async (t) => {
  const flink = await startFlink(t, 'flink');
  mockNames(t, 'no response');
  const headless = { clusterIP: 'None', ports: [{ name: 'rest', port: 8081 }] };
  const rest = open(t, inCluster(headless, { forwardPort: flink.port }).api);
  assert.equal((await rest.send({ ...get, signal: AbortSignal.timeout(5000) })).body, 'flink /overview');
  assert.equal(rest.via(), 'forward');
});

test('falls back to a forward if the Service does not exist', async (t) => {
  const flink = await startFlink(t, 'flink');
  const rest = open(t, inCluster('missing', { forwardPort: flink.port }).api);
  assert.equal(await rest.body(), 'flink /overview');
  assert.equal(rest.via(), 'forward');
});

test('does not fall back once the Service has responded, and reads the Service again after a failure', async (t) => {
  const first = await startFlink(t, 'first');
  const second = await startFlink(t, 'second');
  const { api, cluster } = inCluster(atPort(first.port), { forwardPort: second.port });
  const rest = open(t, api);
  assert.equal(await rest.body(), 'first /overview');
  await first.stop();
  const message = `cannot reach Flink's REST API at http://127.0.0.1:${first.port}: nothing listens there (connection refused)`;
  await assert.rejects(rest.body(), { kind: 'unreachable', message });
  assert.equal(rest.via(), 'stale');
  cluster.spec = atPort(second.port);
  assert.equal(await rest.body(), 'second /overview');
  assert.equal(rest.via(), 'service');
  assert.equal(cluster.forwards, 0);
});

test('reads the Service again after reopen', async (t) => {
  const first = await startFlink(t, 'first');
  const second = await startFlink(t, 'second');
  const { api, cluster } = inCluster(atPort(first.port));
  const rest = open(t, api);
  await rest.body();
  cluster.spec = atPort(second.port);
  assert.equal(await rest.body(), 'first /overview');
  rest.reopen();
  assert.equal(await rest.body(), 'second /overview');
});

test('without permission for other transports, reports an unreachable Service and retries with each request', async (t) => {
  const flink = await startFlink(t, 'flink');
  const port = await closedPort(t);
  const { api, cluster } = inCluster(atPort(port));
  const rest = open(t, api);
  const error = await rest.body().then(
    () => assert.fail('the request succeeded'),
    (reason: Error & { readonly kind: string }) => reason,
  );
  assert.equal(error.kind, 'unreachable');
  assert.equal(
    error.message,
    `cannot reach Flink's REST API at http://127.0.0.1:${port}: nothing listens there (connection refused); ` +
      'not allowed to create pods/portforward or create services/proxy in namespace flink (403)',
  );
  assert.match(describeError(error).hints.join(), /no NetworkPolicy blocks this pod/);
  assert.equal(rest.via(), 'stale');
  cluster.spec = atPort(flink.port);
  assert.equal(await rest.body(), 'flink /overview');
  assert.equal(rest.via(), 'service');
});

test('uses the DNS name and the target port of a headless Service', async (t) => {
  const flink = await startFlink(t, 'flink');
  const names = mockNames(t, 'loopback');
  const headless = { clusterIP: 'None', ports: [{ name: 'rest', port: 1, targetPort: flink.port }] };
  assert.equal(await open(t, inCluster(headless).api).body(), 'flink /overview');
  assert.deepEqual(names, ['demo-rest.flink.svc']);
});

test('uses the DNS name and the port of an ExternalName Service', async (t) => {
  const flink = await startFlink(t, 'flink');
  const names = mockNames(t, 'loopback');
  const external = { type: 'ExternalName', ports: [{ name: 'rest', port: flink.port, targetPort: 1 }] };
  assert.equal(await open(t, inCluster(external).api).body(), 'flink /overview');
  assert.deepEqual(names, ['demo-rest.flink.svc']);
});

test('connects to an IPv6 address', async (t) => {
  const flink = await startFlink(t, 'flink', { host: '::1' }).catch(() => undefined);
  if (flink === undefined) return t.skip('this machine has no IPv6');
  const rest = open(t, inCluster({ clusterIP: '::1', ports: [{ name: 'rest', port: flink.port }] }).api);
  assert.equal(await rest.body(), 'flink /overview');
});

test('uses TLS with the names of the Service, --rest-ca and credentials', async (t) => {
  const authority = issueCertificate({ isAuthority: true });
  const named = await startFlink(t, 'flink', { tls: issueCertificate({ names: ['demo-rest.flink'], authority }) });
  const other = await startFlink(t, 'other', { tls: issueCertificate({ names: ['other.example'], authority }) });
  const caFile = join(await temporaryFolder(t), 'ca.crt');
  writeFileSync(caFile, authority.certificate);
  const access = { caFile, token: 'me' };
  const rest = open(t, inCluster(atPort(named.port), { flinkConfig: tlsConfig }).api, access);
  assert.equal(await rest.body(), 'flink /overview Bearer me');
  assert.equal('isUnverified' in rest.link(), false);

  // An untrusted certificate is no reason to use another transport.
  const { api, cluster } = inCluster(atPort(other.port), { flinkConfig: tlsConfig, forwardPort: named.port });
  await assert.rejects(open(t, api, access).body(), {
    kind: 'unreachable',
    message: /^cannot reach Flink's REST API: its certificate is for other\.example, not for demo-rest\.flink/,
  });
  assert.equal(cluster.forwards, 0);
});

test('the doctor probes the Service only in a pod', async (t) => {
  const flink = await startFlink(t, 'flink');
  const { api } = inCluster(atPort(flink.port));
  const { signal } = new AbortController();
  const probed = await probeTransports(api, target, signal);
  assert.deepEqual(
    probed.map(({ via, result }) => [via, result instanceof Error]),
    [
      ['service', false],
      ['forward', true],
      ['service proxy', true],
    ],
  );
  const outside = await probeTransports({ ...api, isInCluster: false }, target, signal);
  assert.deepEqual(
    outside.map(({ via }) => via),
    ['forward', 'service proxy'],
  );
});
