import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import type { ConfigMap } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { createServiceAccount, type ServiceAccount } from '../support/service-account.ts';

type Check = { readonly check: string; readonly state: string; readonly message: string; readonly next: string | null };

const clusterId = 'flink-tui-test-doctor';
let kubernetes: KubernetesApi;
let account: ServiceAccount | undefined;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
});
after(async () => {
  await account?.remove();
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

async function runDoctor(kubeconfig?: string) {
  const run = await subcommand('doctor', clusterId, ['-o', 'json'], kubeconfig);
  return { ...run, checks: JSON.parse(run.stdout) as readonly Check[] };
}

test('all checks pass for an administrator, including both transports to REST', async (t) => {
  const { checks, exitCode, stderr, milliseconds } = await runDoctor();
  assert.deepEqual(
    checks.filter(({ state }) => state !== 'ok'),
    [],
  );
  assert.equal(exitCode, 0, stderr);
  const names = checks.map(({ check }) => check);
  for (const name of [
    'API server',
    'clock',
    'REST via forward',
    'REST via service proxy',
    'pod log',
    'logging configuration',
  ])
    assert.ok(names.includes(name), name);
  t.diagnostic(`${checks.length} checks in ${(milliseconds / 1000).toFixed(1)} s`);
});

test('session shows an option that was changed in the ConfigMap, and takes effect on restart', async () => {
  const path = { resource: resources.configMaps, namespace: 'default', name: `flink-config-${clusterId}` };
  const before = (await kubernetes.get<ConfigMap>(path)).data?.['config.yaml'] ?? '';
  const write = (text: string) =>
    kubernetes.patch(path, { data: { 'config.yaml': text } }, undefined, { fieldManager: 'kubectl-edit' });
  const read = async () => {
    const { stdout, exitCode, stderr } = await subcommand('session', clusterId, ['-o', 'json']);
    assert.equal(exitCode, 0, stderr);
    return JSON.parse(stdout) as {
      readonly differences: readonly {
        readonly key: string;
        readonly running: string | null;
        readonly configMap: string;
      }[];
      readonly options: readonly { readonly key: string; readonly origin: string | null }[];
      readonly configFile: { readonly changedBy: string; readonly isChangedSinceStart: boolean };
    };
  };
  const unchanged = await read();
  assert.deepEqual(unchanged.differences, []);
  assert.deepEqual(
    unchanged.options.filter(({ origin }) => origin !== 'config-map' && origin !== 'start'),
    [],
  );
  await write(before.replace('numberOfTaskSlots: 1', 'numberOfTaskSlots: 7').concat("heartbeat.timeout: '2 min'\n"));
  const { differences, configFile } = await read();
  assert.deepEqual(
    differences.map(({ key, running, configMap }) => [key, running, configMap]),
    [
      ['heartbeat.timeout', null, '2 min'],
      ['taskmanager.numberOfTaskSlots', '1', '7'],
    ],
  );
  assert.deepEqual([configFile.changedBy, configFile.isChangedSinceStart], ['kubectl-edit', true]);
  await write(before);
  assert.deepEqual((await read()).differences, []);
});

test('with only view permissions, each check that is not ok has a next step, and doctor exits with 1', async () => {
  const verbs = ['get', 'list', 'watch'];
  account = await createServiceAccount(cluster.kubeconfig(), [
    { apiGroups: [''], resources: ['pods', 'services', 'configmaps', 'pods/log'], verbs },
    { apiGroups: ['apps'], resources: ['deployments'], verbs },
  ]);
  const { checks, exitCode, stderr } = await runDoctor(account.kubeconfig);
  assert.equal(exitCode, 1, stderr);
  assert.match(stderr, /checks failed/);
  const stateOf = (name: string) => checks.find(({ check }) => check === name)?.state;
  assert.equal(stateOf('REST via forward'), 'failed');
  assert.equal(stateOf('REST via service proxy'), 'failed');
  assert.equal(stateOf('permission: events'), 'warning');
  assert.equal(stateOf('permission: pods'), 'ok');
  assert.equal(stateOf('pod log'), 'ok');
  const problems = checks.filter(({ state }) => state === 'failed' || state === 'warning');
  for (const { check, next } of problems) assert.ok(next, `${check} has no next step`);
  assert.match(problems.map(({ next }) => next).join('\n'), /resources: \["pods\/portforward"\]/);
});

test('an unknown cluster-id is a failed check with a next step', async () => {
  const { stdout, exitCode } = await subcommand('doctor', 'flink-tui-test-nothing');
  assert.equal(exitCode, 1);
  assert.match(stdout, /^failed +session cluster +no session cluster flink-tui-test-nothing/m);
  assert.match(stdout, /-> flink-tui clusters -A|-> Did you mean/);
});
