import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import type { Deployment } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { attach, attachWithInput, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { createServiceAccount, type ServiceAccount } from '../support/service-account.ts';

const clusterId = 'flink-tui-test-permissions';
let kubernetes: KubernetesApi;
let account: ServiceAccount | undefined;
let kubeconfig: string;
let jobId: string;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  jobId = await cluster.submit([clusterId, 'TopSpeedWindowing']);
  const verbs = ['get', 'list', 'watch'];
  account = await createServiceAccount(cluster.kubeconfig(), [
    { apiGroups: [''], resources: ['pods', 'services', 'configmaps', 'pods/log'], verbs },
    { apiGroups: ['apps'], resources: ['deployments'], verbs },
  ]);
  ({ kubeconfig } = account);
});
after(async () => {
  await account?.remove();
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

for (const [columns, rows] of [
  [80, 24],
  [160, 50],
] as const) {
  test(`a read-only screen at ${columns}x${rows} shows pods and logs, and names the missing permission`, async () => {
    const program = attach(clusterId, { columns, rows, kubeconfig });
    await program.sees(/ running .*no permission/, 20_000);
    await program.sees(/taskmanager-1-1 +running /);
    await program.sees(/\bINFO\b/, 20_000);
    await program.sees(/(Kubernetes|K8s) +● live/);
    await program.sees(/Flink REST +✕ denied/);
    // The jobs pane names the missing permission.
    await program.sees((screen) => /pods\/portforward/.test(screen) && /default/.test(screen));
    program.press(`:cancel ${jobId}\r`);
    await program.sees(/Flink's REST API denied access: not allowed to/);
    program.press('\x1b');
    program.press(':quit\r');
    const quitAt = Date.now();
    assert.equal((await program.exited).exitCode, 0);
    assert.ok(Date.now() - quitAt < 3000, 'quit took too long');
  });
}

test('stopping the cluster by key fails and names the missing permission', async () => {
  const program = attach(clusterId, { columns: 80, rows: 24, kubeconfig });
  await program.sees(/taskmanager-1-1 /, 20_000);
  program.press('S');
  await program.sees(/not allowed to delete deployments\.apps/, 20_000);
  await program.sees(/Add this rule to a Role in default/);
});

test('every denied command names the missing permission and exits with 4', async () => {
  for (const [name, ...args] of [
    ['list'],
    ['port-forward'],
    ['cancel', jobId],
    ['savepoint', jobId],
    ['stop', jobId],
  ] as const) {
    const denied = await subcommand(name, clusterId, args, kubeconfig);
    assert.equal(denied.exitCode, 4, `${name}: ${denied.stderr}`);
    assert.match(denied.stderr, /pods\/portforward.* namespace default|namespace default.*pods\/portforward/);
    assert.match(denied.stderr, /verbs: \["\w+"\]/);
    assert.equal(denied.stdout, '');
  }
  const stop = await attachWithInput(clusterId, 'stop\n', kubeconfig);
  assert.equal(stop.exitCode, 4, stop.stderr);
  assert.match(stop.stderr, /deployments/);
  const deployment = { resource: resources.deployments, namespace: 'default', name: clusterId };
  assert.equal((await kubernetes.get<Deployment>(deployment)).metadata?.deletionTimestamp, undefined);
});

test('permitted commands work', async () => {
  const logs = await subcommand('logs', clusterId, ['--tail', '1'], kubeconfig);
  assert.equal(logs.exitCode, 0, logs.stderr);
  assert.notEqual(logs.stdout, '');
  const pods = await subcommand('pods', clusterId, [], kubeconfig);
  assert.equal(pods.exitCode, 0, pods.stderr);
  assert.match(pods.stdout, /taskmanager-1-1/);
  const status = await subcommand('status', clusterId, [], kubeconfig);
  assert.equal(status.exitCode, 0, status.stderr);
  assert.match(status.stdout, /unknown/);
});
