import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, type TestContext, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { askSteadily, type Steady } from '../support/ask-steadily.ts';
import { subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { type ForwardedPort, startKubectlForward, startPortForward } from '../support/forwarded.ts';
import { median, residentMiB } from '../support/measure.ts';

const clusterId = 'flink-tui-test-forward';
const namespace = 'default';
const noFaults = cluster.hasFaults() ? false : 'FLINK_TUI_TEST_FAULT is not set';
const noKubectl = process.env.FLINK_TUI_TEST_KUBECTL ? false : 'FLINK_TUI_TEST_KUBECTL is not set';
const bytes = 200_000_000;
let kubernetes: KubernetesApi;
let ours: ForwardedPort;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  ours = await startPortForward(clusterId, ':8081');
});
after(async () => {
  ours?.process.kill('SIGKILL');
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

async function leader(id: string): Promise<string> {
  const { stdout } = await subcommand('status', id, ['-o', 'json']);
  return String((JSON.parse(stdout) as { leader: unknown }).leader);
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

type Sampled = {
  readonly away: () => { readonly from: number; readonly to: number } | undefined;
  readonly stop: () => void;
};

/** Since when Flink was away, and since when it is back for good, by a way that is not under test: the Service. */
function sampleService(id: string): Sampled {
  const samples: { readonly at: number; readonly isAnswered: boolean }[] = [];
  const target = { namespace, service: `${id}-rest`, port: 8081, path: '/overview' };
  const timer = setInterval(async () => {
    const at = Date.now();
    const status = await kubernetes.serviceProxy(target, { timeoutMs: 2000 }).then(
      (answer) => answer.status,
      () => undefined,
    );
    samples.push({ at, isAnswered: status === 200 });
  }, 100);
  return {
    away: () => {
      const inOrder = samples.toSorted((a, b) => a.at - b.at);
      const first = inOrder.find(({ isAnswered }) => !isAnswered);
      const last = inOrder.findLast(({ isAnswered }) => !isAnswered);
      const newest = inOrder.at(-1);
      if (first === undefined || last === undefined || newest === undefined || newest.at < last.at + 3000)
        return undefined;
      return { from: first.at, to: last.at };
    },
    stop: () => clearInterval(timer),
  };
}

/** What two busy cores, on which the cluster runs too, may add to when something is seen. */
const busyMs = 5000;

function tell(t: TestContext, what: string, asked: Steady): void {
  t.diagnostic(
    `${what}: ${asked.requests().length} requests, ${asked.failures().length} failed ` +
      `(${asked.failures().filter(({ isFlinksOwnRefusal }) => isFlinksOwnRefusal).length} by Flink's own words), ` +
      `longest gap ${seconds(asked.longestGapMs())}`,
  );
}

/** Deletes the leader's pod while ours and kubectl's are asked, and holds ours to the restart's own time. */
async function replaceLeader(t: TestContext, id: string, port: ForwardedPort, theirs: ForwardedPort): Promise<void> {
  const [steady, steadyTheirs] = [askSteadily(`${port.url}/overview`), askSteadily(`${theirs.url}/overview`)];
  const service = sampleService(id);
  try {
    await cluster.eventually(
      'requests to be answered',
      () => steady.requests().length > 10 && steady.failures().length === 0,
    );
    const first = await leader(id);
    const deletedAt = Date.now();
    await kubernetes.delete({ resource: resources.pods, namespace, name: first }, { propagation: 'Background' });
    await cluster.eventually('Flink to go and to come back', () => service.away() !== undefined, 120_000);
    service.stop();
    const { from, to: backAt } = service.away() ?? { from: 0, to: 0 };
    await cluster.eventually(
      'requests to be answered again',
      () => steady.requests().some(({ at }) => at > backAt + busyMs + 3000),
      60_000,
    );
    await steady.stop();
    t.diagnostic(
      `Flink was away from ${seconds(from - deletedAt)} to ${seconds(backAt - deletedAt)} after the deletion`,
    );
    tell(t, 'port-forward', steady);
    const late = steady.failures().filter(({ at }) => at > backAt + busyMs);
    assert.deepEqual(late, [], 'requests failed while Flink answered');
    assert.ok(
      steady.longestGapMs() < backAt - deletedAt + 2 * busyMs,
      `nobody was answered for ${steady.longestGapMs()} ms`,
    );
    assert.notEqual(await leader(id), first);
    await cluster.eventually(
      "kubectl's to end or to fail",
      () => theirs.hasEnded() || steadyTheirs.failures().length > 0,
      60_000,
    );
    await steadyTheirs.stop();
    tell(t, `kubectl port-forward (${theirs.hasEnded() ? 'ended' : 'still there'})`, steadyTheirs);
    assert.ok(!steadyTheirs.requests().some(({ at, isAnswered }) => at > backAt && isAnswered), 'kubectl came back');
  } finally {
    service.stop();
    await Promise.all([steady.stop(), steadyTheirs.stop()]);
    theirs.process.kill('SIGKILL');
  }
}

test('200 MB come through intact, at no less than half of the rate of kubectl, and memory stays flat', {
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
  const theirs = await startKubectlForward(`service/${clusterId}-rest`, 8081);
  const before = residentMiB(ours.process.pid ?? 0);
  try {
    const rates = { ours: [] as number[], kubectl: [] as number[] };
    for (let run = 0; run < 3; run += 1) {
      rates.ours.push(await rateOf(ours.url, hash));
      rates.kubectl.push(await rateOf(theirs.url, hash));
    }
    const [rate, rateOfKubectl] = [median(rates.ours), median(rates.kubectl)];
    const grown = residentMiB(ours.process.pid ?? 0) - before;
    t.diagnostic(
      `${rate.toFixed(0)} MB/s, kubectl ${rateOfKubectl.toFixed(0)} MB/s; memory grew by ${grown.toFixed(0)} MiB`,
    );
    assert.ok(rate > rateOfKubectl / 2, `${rate} MB/s, kubectl ${rateOfKubectl} MB/s`);
    assert.ok(grown < 100, `memory grew by ${grown} MiB`);
  } finally {
    theirs.process.kill('SIGKILL');
  }
});

/** Downloads the large log through a forward, MB/s. */
async function rateOf(url: string, hash: string): Promise<number> {
  const startedAt = performance.now();
  assert.equal(await download(`${url}/jobmanager/logs/large.log`), hash);
  return bytes / 1000 / (performance.now() - startedAt);
}

test('a jar is uploaded through it, and who ends its half of a connection still gets its answer', async () => {
  const form = new FormData();
  form.set('jarfile', new File([randomBytes(30_000_000)], 'large.jar', { type: 'application/x-java-archive' }));
  const uploaded = await fetch(`${ours.url}/jars/upload`, { method: 'POST', body: form });
  assert.equal(uploaded.status, 200);
  assert.equal(((await uploaded.json()) as { status: string }).status, 'success');
  const client = connect({ port: Number(new URL(ours.url).port), host: '127.0.0.1', allowHalfOpen: true });
  client.end('GET /overview HTTP/1.0\r\n\r\n');
  assert.match(await text(client), /^HTTP\/1\.\d 200 OK[\s\S]*flink-version/);
});

test('a port that nobody listens at is told as that', async () => {
  const closed = await startPortForward(clusterId, ':9999');
  closed.process.kill('SIGKILL');
  const { state, reason } = JSON.parse(closed.firstLine) as { state: string; reason: string };
  assert.equal(state, 'waiting');
  assert.match(reason, /^cannot connect to port 9999 of pod .*: nothing listens there \(connection refused\)$/);
});

test('2,000 connections leave no socket and no listener behind', async (t) => {
  const before = socketsOf(ours.process.pid ?? 0);
  const startedAt = Date.now();
  let left = 2000;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await download(`${ours.url}/config`);
    }
  };
  await Promise.all(Array.from({ length: 20 }, client));
  t.diagnostic(`2,000 connections in ${seconds(Date.now() - startedAt)}`);
  // An idle connection or two to the API server stay.
  await cluster.eventually('its sockets to be closed', () => socketsOf(ours.process.pid ?? 0) <= before + 3);
});

test('the pod of the JobManager is deleted: the same local port leads to the next one, and kubectl does not come back', {
  skip: noKubectl,
}, async (t) => {
  await replaceLeader(t, clusterId, ours, await startKubectlForward(`service/${clusterId}-rest`, 8081));
});

for (const fault of [['cut'], ['restart'], ['unreachable', '20']]) {
  test(`${fault.join(' ')}: requests wait, or fail while it lasts, and then succeed at the same port`, {
    skip: noFaults,
  }, async (t) => {
    const steady = askSteadily(`${ours.url}/overview`);
    try {
      await cluster.eventually('requests to be answered', () => steady.requests().length > 10);
      const beganAt = Date.now();
      await cluster.fault(fault);
      const endedAt = Date.now();
      // Right after its start an API server refuses everyone for a moment, and whoever waits tries once a second.
      const calmAt = endedAt + 5000;
      await cluster.eventually('a request that came later to be answered', () =>
        steady.requests().some(({ at, isAnswered }) => at > calmAt && isAnswered),
      );
      await steady.stop();
      t.diagnostic(`the fault took ${seconds(endedAt - beganAt)}`);
      tell(t, 'port-forward', steady);
      const outside = steady.failures().filter(({ at }) => at < beganAt - 1000 || at > calmAt);
      assert.deepEqual(outside, []);
      assert.ok(
        steady.longestGapMs() < endedAt - beganAt + 10_000,
        `nobody was answered for ${steady.longestGapMs()} ms`,
      );
    } finally {
      await steady.stop();
    }
  });
}

test('Ctrl-C ends it, and that is no failure', async () => {
  assert.equal(await ours.end(), 0);
});

test('of two JobManagers it follows the one that leads', { skip: noKubectl }, async (t) => {
  const id = `${clusterId}-ha`;
  await removeSession(kubernetes, clusterId);
  await removeSession(kubernetes, id);
  await cluster.session(['--ha', id]);
  const port = await startPortForward(id, ':8081');
  try {
    // By the Service it might be given the other one, which stays.
    await replaceLeader(t, id, port, await startKubectlForward(`pod/${await leader(id)}`, 8081));
  } finally {
    port.process.kill('SIGKILL');
    await removeSession(kubernetes, id);
  }
});

/** The SHA-256 of an answer. */
function download(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false }, (response) => {
      const hash = createHash('sha256');
      response.on('data', (chunk: Buffer) => hash.update(chunk));
      response.on('end', () =>
        response.statusCode === 200 ? resolve(hash.digest('hex')) : reject(new Error(`${response.statusCode}`)),
      );
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** Open sockets of a process (Linux). */
function socketsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).filter((descriptor) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${descriptor}`).startsWith('socket:');
    } catch {
      return false; // closed meanwhile
    }
  }).length;
}
