import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import type { ScreenTarget } from '../../src/screen/state/screen-state.ts';
import type { FoundCluster } from '../../src/session/attach/find-clusters.ts';
import { handMadeSession } from '../support/session.ts';
import { openTerminal } from '../support/terminal.ts';

function cluster(clusterId: string, overrides: Partial<FoundCluster> = {}): FoundCluster {
  return {
    clusterId,
    namespace: 'flink',
    mode: 'session',
    replicas: 1,
    readyReplicas: 1,
    createdAt: Date.now() - 7_200_000,
    owner: undefined,
    beingDeletedSince: undefined,
    finalizers: [],
    image: 'flink:2.3.0',
    flinkVersion: '2.3.0',
    ...overrides,
  };
}

function open(found: readonly FoundCluster[] | Promise<readonly FoundCluster[]>) {
  const attached: ScreenTarget[] = [];
  const source = {
    attach: async (target: ScreenTarget) => {
      attached.push(target);
      return handMadeSession();
    },
    find: async () => found,
  };
  return { attached, terminal: openTerminal({ source }, { columns: 80, rows: 24 }) };
}

const several = [
  cluster('alpha'),
  cluster('an-application', { mode: 'application' }),
  cluster('beta', { namespace: 'other' }),
];

test('lists all clusters with namespace, readiness and age, and attaches to the selected one', async () => {
  const { attached, terminal } = open(several);
  await terminal.sees('Flink clusters (3)');
  await terminal.sees(/▶ alpha +flink +1\/1 ready +2h +2\.3\.0 +session/);
  await terminal.sees(/an-application .* application/);
  terminal.keys('jj\r');
  await terminal.sees('TopSpeedWindowing');
  assert.deepEqual(attached, [{ clusterId: 'beta', namespace: 'other' }]);
});

test('shows that a cluster is being deleted or scaled to 0 instead of its readiness', async () => {
  const { terminal } = open([
    cluster('going', { beingDeletedSince: Date.now() - 420_000, finalizers: ['example.com/hold'] }),
    cluster('parked', { replicas: 0, readyReplicas: 0 }),
  ]);
  await terminal.sees(/going +flink +being deleted/);
  await terminal.sees(/parked +flink +scaled to 0/);
});

test('marks an application cluster and attaches to it', async () => {
  const { attached, terminal } = open(several);
  await terminal.sees(/an-application +flink .* application/);
  terminal.keys('j\r');
  await terminal.sees('TopSpeedWindowing');
  assert.deepEqual(attached, [{ clusterId: 'an-application', namespace: 'flink' }]);
});

test('a long cluster-id fits in 80 columns', async () => {
  const { terminal } = open([cluster('my-first-flink-cluster'), cluster('b', { mode: 'application' })]);
  await terminal.sees(/▶ my-first-flink-cluster +flink +1\/1 ready +2h +2\.3\.0 +session/);
});

test('long names are cut so that every column stays visible', async () => {
  const long = { namespace: 'team-recommendations-production', owner: { kind: 'FlinkDeployment', name: 'x' } };
  const { terminal } = open([cluster('a-rather-long-cluster-id', long), cluster('b')]);
  await terminal.sees(/▶ a-rat\S*…\S*ster-id {2}team-recommend… {2}1\/1 ready {2}2h {2}2\.3\.0 {2}session, Flink… *┃/);
});

test('/ filters the clusters', async () => {
  const { attached, terminal } = open(several);
  await terminal.sees('▶ alpha');
  terminal.keys('/be');
  await terminal.sees('Flink clusters (1 of 3) /be');
  await terminal.sees('▶ beta');
  terminal.keys('\r');
  await terminal.sees('Enter attach');
  terminal.keys('\r');
  await terminal.sees('TopSpeedWindowing');
  assert.equal(attached[0]?.clusterId, 'beta');
});

test('Enter does nothing while the list is empty', async () => {
  const search = Promise.withResolvers<readonly FoundCluster[]>();
  const { attached, terminal } = open(search.promise);
  await terminal.sees('Searching for Flink clusters…');
  terminal.keys('\r/zzz');
  await terminal.sees('Enter keep');
  search.resolve(several);
  await terminal.sees('No cluster matches "zzz"');
  terminal.keys('\r');
  await terminal.sees('Enter attach');
  terminal.keys('\r/');
  await terminal.sees('Esc clear');
  terminal.keys('\x1b');
  await terminal.sees('▶ alpha');
  assert.deepEqual(attached, []);
});

test('without clusters it shows which labels and namespaces were searched', async () => {
  const { terminal } = open([]);
  await terminal.sees('No Flink cluster found in any namespace.');
  await terminal.sees('type=flink-native-kubernetes');
  await terminal.sees('flink-tui demo');
  terminal.keys('q');
  assert.equal((await terminal.exit).exitCode, 0);
});

test('closes the screen with the reason if the search fails', async () => {
  const find = async () => {
    throw new KubernetesError('no-kubeconfig', 'There is no kubeconfig at ~/.kube/config.');
  };
  const terminal = openTerminal({ source: { attach: async () => handMadeSession(), find } });
  const { exitCode, lines } = await terminal.exit;
  assert.equal(exitCode, 3);
  assert.match(lines.join('\n'), /no kubeconfig[\s\S]*flink-tui demo/);
});
