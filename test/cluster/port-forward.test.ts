import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, type TestContext, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { type ForwardedPort, startKubectlForward, startPortForward } from '../support/forwarded.ts';
import { median, residentMiB } from '../support/measure.ts';
import { pollSteadily, type SteadyPoll } from '../support/poll-steadily.ts';

const clusterId = 'flink-tui-test-forward';
const namespace = 'default';
const noFaults = cluster.hasFaults() ? false : 'FLINK_TUI_TEST_FAULT is not set';
const noKubectl = process.env.FLINK_TUI_TEST_KUBECTL ? false : 'FLINK_TUI_TEST_KUBECTL is not set';
const bytes = 200_000_000;
let kubernetes: KubernetesApi;
let ownForward: ForwardedPort;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  ownForward = await startPortForward(clusterId, ':8081');
});
after(async () => {
  ownForward?.process.kill('SIGKILL');
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

async function leader(id: string): Promise<string> {
  const { stdout } = await subcommand('status', id, ['-o', 'json']);
  return String((JSON.parse(stdout) as { leader: unknown }).leader);
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

type ServiceSampler = {
  /** Start and end of the outage in epoch ms, or undefined until 3 s after the end. */
  readonly outage: () => { readonly from: number; readonly to: number } | undefined;
  readonly stop: () => void;
};

/** Polls Flink through the service proxy, which is not under test, to measure the outage of Flink. */
function sampleService(id: string): ServiceSampler {
  const samples: { readonly at: number; readonly isSuccessful: boolean }[] = [];
  const target = { namespace, service: `${id}-rest`, port: 8081, path: '/overview' };
  const timer = setInterval(async () => {
    const at = Date.now();
    const status = await kubernetes.serviceProxy(target, { timeoutMs: 2000 }).then(
      (response) => response.status,
      () => undefined,
    );
    samples.push({ at, isSuccessful: status === 200 });
  }, 100);
  return {
    outage: () => {
      const inOrder = samples.toSorted((a, b) => a.at - b.at);
      const first = inOrder.find(({ isSuccessful }) => !isSuccessful);
      const last = inOrder.findLast(({ isSuccessful }) => !isSuccessful);
      const newest = inOrder.at(-1);
      if (first === undefined || last === undefined || newest === undefined || newest.at < last.at + 3000)
        return undefined;
      return { from: first.at, to: last.at };
    },
    stop: () => clearInterval(timer),
  };
}

/** Tolerance, because the cluster shares two cores with the test. */
const busyMs = 5000;

function report(t: TestContext, label: string, polling: SteadyPoll): void {
  t.diagnostic(
    `${label}: ${polling.requests().length} requests, ${polling.failures().length} failed ` +
      `(${polling.failures().filter(({ isFlinkError }) => isFlinkError).length} with an error from Flink), ` +
      `longest gap ${seconds(polling.longestGapMs())}`,
  );
}

/**
 * Polls both forwards and deletes the leader's pod. Requests through flink-tui may fail only while Flink itself is
 * unavailable.
 */
async function replaceLeader(
  t: TestContext,
  id: string,
  port: ForwardedPort,
  kubectlForward: ForwardedPort,
): Promise<void> {
  const [steady, steadyKubectl] = [
    pollSteadily(`${port.url}/overview`),
    pollSteadily(`${kubectlForward.url}/overview`),
  ];
  const service = sampleService(id);
  try {
    await cluster.eventually(
      'requests to succeed',
      () => steady.requests().length > 10 && steady.failures().length === 0,
    );
    const first = await leader(id);
    const deletedAt = Date.now();
    await kubernetes.delete({ resource: resources.pods, namespace, name: first }, { propagation: 'Background' });
    await cluster.eventually('the end of the outage', () => service.outage() !== undefined, 120_000);
    service.stop();
    const { from, to: backAt } = service.outage() ?? { from: 0, to: 0 };
    await cluster.eventually(
      'requests to succeed again',
      () => steady.requests().some(({ at }) => at > backAt + busyMs + 3000),
      60_000,
    );
    await steady.stop();
    t.diagnostic(
      `Flink was unavailable from ${seconds(from - deletedAt)} to ${seconds(backAt - deletedAt)} after the deletion`,
    );
    report(t, 'port-forward', steady);
    const late = steady.failures().filter(({ at }) => at > backAt + busyMs);
    assert.deepEqual(late, [], 'requests failed while Flink was available');
    assert.ok(
      steady.longestGapMs() < backAt - deletedAt + 2 * busyMs,
      `no successful response for ${steady.longestGapMs()} ms`,
    );
    assert.notEqual(await leader(id), first);
    await cluster.eventually(
      'kubectl to end or a request through it to fail',
      () => kubectlForward.hasEnded() || steadyKubectl.failures().length > 0,
      60_000,
    );
    await steadyKubectl.stop();
    report(t, `kubectl port-forward (${kubectlForward.hasEnded() ? 'ended' : 'still running'})`, steadyKubectl);
    assert.ok(
      !steadyKubectl.requests().some(({ at, isSuccessful }) => at > backAt && isSuccessful),
      'kubectl reconnected',
    );
  } finally {
    service.stop();
    await Promise.all([steady.stop(), steadyKubectl.stop()]);
    kubectlForward.process.kill('SIGKILL');
  }
}

test('downloads 200 MB intact, at least half as fast as kubectl, with less than 100 MiB more memory', {
  skip: noKubectl,
}, async (t) => {
  const log = await kubernetes.exec({
    namespace,
    pod: await leader(clusterId),
    container: 'flink-main-container',
    command: [
      'sh',
      '-c',
      `head -c ${bytes} /dev/urandom > /opt/flink/log/large.log; sha256sum /opt/flink/log/large.log`,
    ],
  });
  const [hash = ''] = log.stdout.split(' ');
  const kubectlForward = await startKubectlForward(`service/${clusterId}-rest`, 8081);
  const before = residentMiB(ownForward.process.pid ?? 0);
  try {
    const rates = { flinkTui: [] as number[], kubectl: [] as number[] };
    for (let run = 0; run < 3; run += 1) {
      rates.flinkTui.push(await rateOf(ownForward.url, hash));
      rates.kubectl.push(await rateOf(kubectlForward.url, hash));
    }
    const [rate, rateOfKubectl] = [median(rates.flinkTui), median(rates.kubectl)];
    const grown = residentMiB(ownForward.process.pid ?? 0) - before;
    t.diagnostic(
      `${rate.toFixed(0)} MB/s, kubectl ${rateOfKubectl.toFixed(0)} MB/s; memory grew by ${grown.toFixed(0)} MiB`,
    );
    assert.ok(rate > rateOfKubectl / 2, `${rate} MB/s, kubectl ${rateOfKubectl} MB/s`);
    assert.ok(grown < 100, `memory grew by ${grown} MiB`);
  } finally {
    kubectlForward.process.kill('SIGKILL');
  }
});

/** Downloads the large log through a forward. Resolves to the rate in MB/s. */
async function rateOf(url: string, hash: string): Promise<number> {
  const startedAt = performance.now();
  assert.equal(await download(`${url}/jobmanager/logs/large.log`), hash);
  return bytes / 1000 / (performance.now() - startedAt);
}

test('uploads a jar, and sends the response to a client that has closed its half of the connection', async () => {
  const form = new FormData();
  form.set('jarfile', new File([randomBytes(30_000_000)], 'large.jar', { type: 'application/x-java-archive' }));
  const uploaded = await fetch(`${ownForward.url}/jars/upload`, { method: 'POST', body: form });
  assert.equal(uploaded.status, 200);
  assert.equal(((await uploaded.json()) as { status: string }).status, 'success');
  const client = connect({ port: Number(new URL(ownForward.url).port), host: '127.0.0.1', allowHalfOpen: true });
  client.end('GET /overview HTTP/1.0\r\n\r\n');
  assert.match(await text(client), /^HTTP\/1\.\d 200 OK[\s\S]*flink-version/);
});

test('reports a port without a listener', async () => {
  const closed = await startPortForward(clusterId, ':9999');
  closed.process.kill('SIGKILL');
  const { state, reason } = JSON.parse(closed.firstLine) as { state: string; reason: string };
  assert.equal(state, 'waiting');
  assert.match(reason, /^cannot connect to port 9999 of pod .*: nothing listens there \(connection refused\)$/);
});

test('2,000 connections leave no open sockets', async (t) => {
  const before = countSockets(ownForward.process.pid ?? 0);
  const startedAt = Date.now();
  let left = 2000;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await download(`${ownForward.url}/config`);
    }
  };
  await Promise.all(Array.from({ length: 20 }, client));
  t.diagnostic(`2,000 connections in ${seconds(Date.now() - startedAt)}`);
  // One or two idle connections to the API server remain.
  await cluster.eventually('closed sockets', () => countSockets(ownForward.process.pid ?? 0) <= before + 3);
});

test('the local port leads to the next JobManager pod after a deletion, but kubectl does not reconnect', {
  skip: noKubectl,
}, async (t) => {
  await replaceLeader(t, clusterId, ownForward, await startKubectlForward(`service/${clusterId}-rest`, 8081));
});

for (const fault of [['cut'], ['restart'], ['unreachable', '20']]) {
  test(`${fault.join(' ')}: requests wait or fail during the fault, and then succeed on the same port`, {
    skip: noFaults,
  }, async (t) => {
    const steady = pollSteadily(`${ownForward.url}/overview`);
    try {
      await cluster.eventually('requests to succeed', () => steady.requests().length > 10);
      const beganAt = Date.now();
      await cluster.fault(fault);
      const endedAt = Date.now();
      // An API server denies requests just after its start, and waiting forwards retry once per second.
      const calmAt = endedAt + 5000;
      await cluster.eventually('a successful request after the fault', () =>
        steady.requests().some(({ at, isSuccessful }) => at > calmAt && isSuccessful),
      );
      await steady.stop();
      t.diagnostic(`the fault took ${seconds(endedAt - beganAt)}`);
      report(t, 'port-forward', steady);
      const outside = steady.failures().filter(({ at }) => at < beganAt - 1000 || at > calmAt);
      assert.deepEqual(outside, []);
      assert.ok(
        steady.longestGapMs() < endedAt - beganAt + 10_000,
        `no successful response for ${steady.longestGapMs()} ms`,
      );
    } finally {
      await steady.stop();
    }
  });
}

test('Ctrl-C ends port-forward with exit code 0', async () => {
  assert.equal(await ownForward.end(), 0);
});

test('follows the leader of two JobManagers', { skip: noKubectl }, async (t) => {
  const id = `${clusterId}-ha`;
  await removeSession(kubernetes, clusterId);
  await removeSession(kubernetes, id);
  await cluster.session(['--ha', id]);
  const port = await startPortForward(id, ':8081');
  try {
    // Through the Service, kubectl could reach the standby, which is not deleted.
    await replaceLeader(t, id, port, await startKubectlForward(`pod/${await leader(id)}`, 8081));
  } finally {
    port.process.kill('SIGKILL');
    await removeSession(kubernetes, id);
  }
});

/** Downloads a URL. Resolves to the SHA-256 of the body. */
function download(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const clientRequest = request(url, { agent: false }, (response) => {
      const hash = createHash('sha256');
      response.on('data', (chunk: Buffer) => hash.update(chunk));
      response.on('end', () =>
        response.statusCode === 200 ? resolve(hash.digest('hex')) : reject(new Error(`${response.statusCode}`)),
      );
      response.on('error', reject);
    });
    clientRequest.on('error', reject);
    clientRequest.end();
  });
}

/** Returns the number of open sockets of a process. Linux only. */
function countSockets(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).filter((descriptor) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${descriptor}`).startsWith('socket:');
    } catch {
      return false; // already closed
    }
  }).length;
}
