// This part of `npm run bench` compares port-forward with kubectl on a real session cluster. It needs
// FLINK_TUI_TEST_KUBECONFIG, FLINK_TUI_TEST_KUBECTL and FLINK_TUI_BENCH_SESSION.
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { connectKubernetes } from '../src/kubernetes/connect.ts';
import { findJobManager } from '../src/session/rest/find-job-manager.ts';
import { startKubectlForward, startPortForward } from '../test/support/forwarded.ts';
import { median, residentMiB } from '../test/support/measure.ts';

import type { Print } from './bench-logs.ts';

const bytes = 200_000_000;
const runs = 3;
const connections = 2000;
const concurrency = 20;
/** Flink serves the files in this directory as logs. */
const file = '/opt/flink/log/large.log';

/** Downloads 200 MB alternately through flink-tui and kubectl, then opens 2,000 short connections through flink-tui. */
export async function measureForwards(clusterId: string, print: Print): Promise<void> {
  const hash = await makeLargeLog(clusterId);
  const [ours, theirs] = [
    await startPortForward(clusterId, ':8081'),
    await startKubectlForward(`service/${clusterId}-rest`, 8081),
  ];
  try {
    const times = { ours: [] as number[], theirs: [] as number[] };
    const pid = ours.process.pid ?? 0;
    const before = residentMiB(pid);
    for (let run = 0; run < runs; run += 1) {
      times.ours.push(await download(ours.url, hash));
      times.theirs.push(await download(theirs.url, hash));
    }
    print('port-forward, 200 MB', median(times.ours), 'ms');
    print('kubectl port-forward, 200 MB', median(times.theirs), 'ms');
    print('ratio of port-forward to kubectl, 200 MB', median(times.ours) / median(times.theirs), '', 2);
    print('memory growth after 600 MB through port-forward', residentMiB(pid) - before, 'MiB');
    const startedAt = performance.now();
    await openConnections(`${ours.url}/config`);
    print('request on a new connection, 2,000 times', (performance.now() - startedAt) / connections, 'ms');
    print('memory after 2,000 connections', residentMiB(pid), 'MiB', 200);
  } finally {
    ours.process.kill('SIGKILL');
    theirs.process.kill('SIGKILL');
  }
}

async function makeLargeLog(clusterId: string): Promise<string> {
  const kubernetes = await connectKubernetes({ file: process.env.FLINK_TUI_TEST_KUBECONFIG, env: process.env });
  try {
    const target = { clusterId, namespace: kubernetes.namespace };
    const { pod } = await findJobManager(kubernetes, target, AbortSignal.timeout(10_000));
    const { stdout } = await kubernetes.exec(
      {
        namespace: target.namespace,
        pod,
        container: 'flink-main-container',
        command: ['sh', '-c', `head -c ${bytes} /dev/urandom > ${file}; sha256sum ${file}`],
      },
      { timeoutMs: 60_000 },
    );
    return stdout.split(' ')[0] ?? '';
  } finally {
    await kubernetes.close();
  }
}

/** Resolves with the duration in milliseconds. Rejects if the data did not arrive intact. */
function download(url: string, hash: string): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const clientRequest = request(`${url}/jobmanager/logs/large.log`, { agent: false }, (response) => {
      const received = createHash('sha256');
      response.on('data', (chunk: Buffer) => received.update(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (received.digest('hex') === hash) resolve(performance.now() - startedAt);
        else reject(new Error(`data from ${url} did not arrive intact`));
      });
    });
    clientRequest.on('error', reject);
    clientRequest.end();
  });
}

async function openConnections(url: string): Promise<void> {
  let left = connections;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await fetchOnce(url);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
}

function fetchOnce(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const clientRequest = request(url, { agent: false }, (response) => {
      response.resume().once('close', resolve);
    });
    clientRequest.on('error', reject);
    clientRequest.end();
  });
}
