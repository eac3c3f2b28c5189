import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { attach, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { createServiceAccount, type ServiceAccount } from '../support/service-account.ts';

const clusterId = 'flink-tui-test-rights';
let kubernetes: KubernetesApi;
let account: ServiceAccount;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  await cluster.submit([clusterId, 'TopSpeedWindowing']);
  const verbs = ['get', 'list', 'watch'];
  account = await createServiceAccount(cluster.kubeconfig(), [
    { apiGroups: [''], resources: ['pods', 'services', 'configmaps', 'pods/log'], verbs },
    { apiGroups: ['apps'], resources: ['deployments'], verbs },
  ]);
});
after(async () => {
  await account.remove();
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

test('with view rights alone one attaches, watches and reads logs; what is missing is named', async () => {
  const program = attach(clusterId, { columns: 160, rows: 50, kubeconfig: account.kubeconfig });
  await program.sees('taskmanager-1-1', 20_000);
  await program.sees(/\bINFO\b/, 20_000);
  await program.sees(/pods\/portforward/, 20_000);
  program.press('q');
  await program.exited;
});

test('each act that is not allowed says which right it lacks, exit code 4', async () => {
  const list = await subcommand('list', clusterId, [], account.kubeconfig);
  assert.equal(list.exitCode, 4, list.stderr);
  assert.match(list.stderr, /pods\/portforward/);
  assert.match(list.stderr, /default/);
  const stop = await subcommand('stop', clusterId, [], account.kubeconfig);
  assert.equal(stop.exitCode, 4, stop.stderr);
  const logs = await subcommand('logs', clusterId, ['--tail', '1'], account.kubeconfig);
  assert.equal(logs.exitCode, 0, logs.stderr);
});
