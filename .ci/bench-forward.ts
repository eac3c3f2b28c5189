// The part of `npm run bench` about port-forward, against a real session cluster and beside kubectl in the same run:
// where FLINK_TUI_TEST_KUBECONFIG, FLINK_TUI_TEST_KUBECTL and a session name them.
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
const atOnce = 20;
/** Where Flink serves its log files from. */
const file = '/opt/flink/log/large.log';

/** 200 MB in turn through ours and through kubectl's, then 2,000 short connections through ours. */
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
    print('port-forward over kubectl, 200 MB', median(times.ours) / median(times.theirs), '', 2);
    print('memory grown by 600 MB through port-forward', residentMiB(pid) - before, 'MiB');
    const startedAt = performance.now();
    await askOften(`${ours.url}/config`);
    print('a connection of its own for each of 2,000 requests', (performance.now() - startedAt) / connections, 'ms');
    print('memory after them', residentMiB(pid), 'MiB', 200);
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

/** Milliseconds that it took; rejects what did not arrive intact. */
function download(url: string, hash: string): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(`${url}/jobmanager/logs/large.log`, { agent: false }, (response) => {
      const received = createHash('sha256');
      response.on('data', (chunk: Buffer) => received.update(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (received.digest('hex') === hash) resolve(performance.now() - startedAt);
        else reject(new Error(`${url} did not arrive intact`));
      });
    });
    asked.on('error', reject);
    asked.end();
  });
}

async function askOften(url: string): Promise<void> {
  let left = connections;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      await fetchOnce(url);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
}

function fetchOnce(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false }, (response) => {
      response.resume().once('close', resolve);
    });
    asked.on('error', reject);
    asked.end();
  });
}
