import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { attach, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { createServiceAccount, type ServiceAccount } from '../support/service-account.ts';

const clusterId = 'flink-tui-test-memory';
const mebibyte = 2 ** 20;
let kubernetes: KubernetesApi;
let account: ServiceAccount | undefined;

type Data = {
  readonly containerUsage: { readonly state: string; readonly reason: string | null };
  readonly pods: readonly { readonly name: string; readonly usage: number | null; readonly heapUsed: number | null }[];
};

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  await cluster.submit([clusterId, 'TopSpeedWindowing']);
});
after(async () => {
  await account?.remove();
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

async function memory(kubeconfig?: string): Promise<Data> {
  const { stdout, stderr, exitCode } = await subcommand('memory', clusterId, ['-o', 'json'], kubeconfig);
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout) as Data;
}

/** The memory of each pod in MiB, as `kubectl top` rounds it. */
async function top(): Promise<ReadonlyMap<string, number>> {
  const kubectl = process.env.FLINK_TUI_TEST_KUBECTL ?? 'kubectl';
  const args = ['--kubeconfig', cluster.kubeconfig(), 'top', 'pods', '-l', `app=${clusterId}`, '--no-headers'];
  const rows = await promisify(execFile)(kubectl, args).then(
    ({ stdout }) => stdout.trim().split('\n'),
    (error) => {
      if (/metrics not available yet/.test(error.stderr)) return [];
      throw error;
    },
  );
  return new Map(
    rows.map((row) => row.split(/\s+/)).map(([name = '', , size = '']) => [name, Number.parseInt(size, 10)]),
  );
}

test('the container usage equals that of kubectl top in the same window', async () => {
  const equal = await eventually(
    'the same usage twice in a row',
    async () => {
      const before = await top();
      const { containerUsage, pods } = await memory();
      const after = await top();
      if (before.size < 2 || JSON.stringify([...before]) !== JSON.stringify([...after])) return undefined;
      assert.equal(containerUsage.state, 'served');
      return { pods, after };
    },
    { timeoutMs: 180_000, everyMs: 1000 },
  );
  for (const [name, size] of equal.after) {
    const usage = equal.pods.find((pod) => pod.name === name)?.usage ?? 0;
    assert.equal(Math.floor(usage / mebibyte), size, name);
  }
});

test('without the permission the command says so, and shows the numbers of the JVM', async () => {
  const verbs = ['get', 'list', 'watch'];
  account = await createServiceAccount(cluster.kubeconfig(), [
    { apiGroups: [''], resources: ['pods', 'services', 'configmaps', 'pods/log'], verbs },
    { apiGroups: ['apps'], resources: ['deployments'], verbs },
    { apiGroups: [''], resources: ['pods/portforward'], verbs: ['create', 'get'] },
  ]);
  const { containerUsage, pods } = await memory(account.kubeconfig);
  assert.equal(containerUsage.state, 'denied');
  assert.match(containerUsage.reason ?? '', /list pods\.metrics\.k8s\.io/);
  assert.ok(pods.every(({ usage }) => usage === null));
  assert.ok(pods.some(({ heapUsed }) => heapUsed !== null));
  const program = attach(clusterId, { columns: 120, rows: 40, kubeconfig: account.kubeconfig });
  await program.sees(/taskmanager-1-1 /, 20_000);
  program.press('M');
  await program.sees(/Container usage: no right: list pods\.metrics\.k8s\.io/, 20_000);
  program.press('q');
  await program.exited;
});

test('the screen shows the memory of both processes', async () => {
  const program = attach(clusterId, { columns: 120, rows: 40, kubeconfig: cluster.kubeconfig() });
  await program.sees(/taskmanager-1-1 /, 20_000);
  program.press('M');
  await program.sees(/taskmanager-1-1 +█.* \d+\/1000 +\d+% .* \d+\/135 +\d+\/256/, 60_000);
  program.press('q');
  await program.exited;
});
