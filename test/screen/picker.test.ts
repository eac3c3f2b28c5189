import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import type { ScreenTarget } from '../../src/screen/state/screen-state.ts';
import type { FoundCluster } from '../../src/session/attach/find-clusters.ts';
import { clusterSource, foundCluster, noClusters } from '../support/clusters.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession } from '../support/session.ts';

const cluster = (clusterId: string, overrides: Partial<FoundCluster> = {}) => foundCluster({ clusterId, ...overrides });

function open(found: readonly FoundCluster[] | Promise<readonly FoundCluster[]>) {
  const attached: ScreenTarget[] = [];
  const source = {
    attach: async (target: ScreenTarget) => {
      attached.push(target);
      return fakeSession();
    },
  };
  return {
    attached,
    screen: openScreen({ source, clusters: clusterSource(async () => found) }, { columns: 80, rows: 24 }),
  };
}

const several = () => [
  cluster('alpha'),
  cluster('an-application', { mode: 'application' }),
  cluster('beta', { namespace: 'other' }),
];

test('lists all clusters with namespace, readiness and age, and attaches to the selected one', async () => {
  const { attached, screen } = open(several());
  await screen.picker.isTitled('Flink clusters (3)');
  await screen.picker.shows([
    '▶ alpha flink ready - - 2.3.0 2d session',
    '  an-application flink ready - - 2.3.0 2d application',
    '  beta other ready - - 2.3.0 2d session',
  ]);
  await screen.picker.select('beta');
  await screen.picker.press('clusters.attach');
  await screen.jobs.contains('TopSpeedWindowing');
  assert.deepEqual(attached, [{ clusterId: 'beta', namespace: 'other', context: 'kind-flink' }]);
});

test('shows "being deleted" or "scaled to 0" instead of the readiness of a cluster', async () => {
  const { screen } = open([
    cluster('going', { beingDeletedSince: Date.now() - 48.5 * 3_600_000, finalizers: ['example.com/hold'] }),
    cluster('parked', { replicas: 0, readyReplicas: 0 }),
  ]);
  await screen.picker.shows(['▶ going flink being deleted 2d - - 2.3.0 2d session', '  parked flink scaled to 0…']);
});

test('marks an application cluster and attaches to it', async () => {
  const { attached, screen } = open(several());
  await screen.picker.select('an-application');
  await screen.picker.shows([
    '  alpha flink ready - - 2.3.0 2d session',
    '▶ an-application flink ready - - 2.3.0 2d application',
    '  beta other ready - - 2.3.0 2d session',
  ]);
  await screen.picker.press('clusters.attach');
  await screen.jobs.contains('TopSpeedWindowing');
  assert.deepEqual(attached, [{ clusterId: 'an-application', namespace: 'flink', context: 'kind-flink' }]);
});

test('a long cluster-id fits in 80 columns', async () => {
  const { screen } = open([cluster('my-first-flink-cluster'), cluster('b', { mode: 'application' })]);
  await screen.picker.shows([
    '▶ my-first-flink-cluster flink ready - - 2.3.0 2d session',
    '  b flink ready - - 2.3.0 2d application',
  ]);
});

test('on a narrow screen, names stay readable and the last column gives way', async () => {
  const long = { namespace: 'team-recommendations-production', owner: { kind: 'FlinkDeployment', name: 'x' } };
  const { screen } = open([cluster('a-rather-long-cluster-id', long), cluster('b')]);
  await screen.picker.shows([
    '▶ a-rather-long-cluster-id team-recommend… ready - - 2.3.0 2d',
    '  b flink ready - - 2.3.0 2d',
  ]);
});

test('filters the clusters', async () => {
  const { attached, screen } = open(several());
  await screen.picker.contains('▶ alpha');
  await screen.picker.press('clusters.filter');
  screen.filterPrompt.type('be');
  await screen.picker.isTitled('Flink clusters (1 of 3) /be');
  await screen.picker.shows(['▶ beta other ready - - 2.3.0 2d session']);
  screen.filterPrompt.accept();
  await screen.footer.shows('Enter attach');
  await screen.picker.press('clusters.attach');
  await screen.jobs.contains('TopSpeedWindowing');
  assert.equal(attached[0]?.clusterId, 'beta');
});

test('Enter does nothing while the list is empty', async () => {
  const search = Promise.withResolvers<readonly FoundCluster[]>();
  const { attached, screen } = open(search.promise);
  await screen.picker.shows([' Searching for Flink clusters…']);
  await screen.picker.press('clusters.attach');
  await screen.picker.press('clusters.filter');
  screen.filterPrompt.type('zzz');
  await screen.footer.shows('Enter keep');
  search.resolve(several());
  await screen.picker.shows([' No row matches "zzz"']);
  screen.filterPrompt.accept();
  await screen.footer.shows('Enter attach');
  await screen.picker.press('clusters.attach');
  await screen.picker.press('clusters.filter');
  await screen.footer.shows('Esc clear');
  screen.filterPrompt.close();
  await screen.picker.shows(['▶ alpha flink …', '  an-application flink …', '  beta other …']);
  assert.deepEqual(attached, []);
});

test('without clusters, shows the searched labels and namespaces', async () => {
  const { screen } = open([]);
  await screen.picker.contains(
    'No Flink cluster found in any namespace.',
    'type=flink-native-kubernetes',
    'flink-tui demo',
  );
  await screen.picker.press('clusters.close');
  assert.equal((await screen.terminal.exit).exitCode, 0);
});

test('closes the screen with the reason if the search fails', async () => {
  const fail = async () => {
    throw new KubernetesError('no-kubeconfig', 'no kubeconfig at ~/.kube/config');
  };
  const { terminal } = openScreen({
    source: { attach: async () => fakeSession() },
    clusters: { ...noClusters, contexts: fail },
  });
  const { exitCode, lines } = await terminal.exit;
  assert.equal(exitCode, 3);
  assert.match(lines.join('\n'), /no kubeconfig[\s\S]*flink-tui demo/);
});
