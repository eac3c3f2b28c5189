import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import type { ScreenSource } from '../../src/screen/attachments.ts';
import { attachTo, clustersOf } from '../support/clusters.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';

let demo: Demo;
let file: string;
before(async () => {
  demo = await startDemo({ speed: 10, scenario: { hasMoreSessions: true } });
  file = demoKubeconfig(demo);
});
after(() => demo.close());

function open(attach: ScreenSource['attach'] = attachTo(file)) {
  const target = { clusterId: demo.clusterId, namespace: demo.namespace };
  return openScreen({ target, source: { attach }, clusters: clustersOf(file) }, { columns: 140, rows: 40 });
}

const canConnect = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

test('the chooser shows the status and jobs of each cluster, and switches to the selected one', async () => {
  const screen = open();
  await screen.jobs.contains('RUNNING');
  screen.press('clusters.open');
  await screen.picker.shows([
    /^ {2}clickstream analytics ready 2 0 2\.3\.0 \d+m session$/,
    /^ {2}nightly-reports analytics ready 0 0 2\.3\.0 \d+m session$/,
    /^ {2}fraud-detection default ready 1 0 2\.3\.0 \d+m application$/,
    /^▶●my-first-flink-cluster default attached, ready \d+ [01] 2\.3\.0 \d+m session$/,
  ]);
  const asked = demo.requests().flatMap(({ path }) => /services\/(?:\w+:)?(\S+?)-rest\S*\/proxy/.exec(path)?.[1] ?? []);
  assert.deepEqual([...new Set(asked)].sort(), ['clickstream', 'fraud-detection', 'nightly-reports']);
  await screen.picker.filter('click');
  await screen.picker.isTitled('Flink clusters (1 of 4) /click');
  await screen.picker.press('clusters.attach');
  await screen.header.shows('clickstream', 'namespace analytics');
  await screen.jobs.contains('Click Event Count');
  await screen.logs.contains(/INFO \w+ - /);
  await screen.terminal.seesNo('my-first-flink-cluster');
  await screen.terminal.seesNo('Order enrichment');
});

test('going back from the chooser changes nothing', async () => {
  const screen = open();
  await screen.jobs.contains('RUNNING');
  screen.press('clusters.open');
  await screen.picker.contains('clickstream');
  await screen.picker.press('clusters.close');
  await screen.picker.isClosed();
  await screen.jobs.contains('RUNNING');
  await screen.header.shows('my-first-flink-cluster');
});

test('a cluster, a context or a namespace can be named on the command line', async () => {
  const screen = open();
  await screen.jobs.contains('RUNNING');
  screen.commandLine.run('clusters nightly-reports');
  await screen.header.shows('nightly-reports');
  await screen.jobs.contains('No jobs yet');
  screen.commandLine.run('namespace default');
  await screen.picker.contains('namespace default');
  await screen.picker.shows([/fraud-detection default/, /my-first-flink-cluster default ready/]);
  await screen.picker.press('clusters.close');
  await screen.picker.isClosed();
  screen.commandLine.run('context viewer@flink-tui-demo');
  await screen.picker.contains('context viewer@flink-tui-demo', 'not allowed to get services/proxy');
  await screen.picker.press('clusters.previous-list');
  await screen.picker.contains('not allowed to list namespaces');
  await screen.picker.shows([/^▶●all namespaces 4/, /analytics 2/, /default 2/]);
});

test('lists the contexts of the kubeconfig, and shows why one cannot be read', async () => {
  const screen = open();
  await screen.jobs.contains('RUNNING');
  screen.commandLine.run('context');
  await screen.picker.shows([
    /^▶●admin@flink-tui-demo default 127\.0\.0\.1:\d+ flink-tui-demo$/,
    /^ {2}viewer@flink-tui-demo analytics 127\.0\.0\.1:\d+ flink-tui-demo$/,
  ]);
  await screen.picker.press('clusters.close');
  await screen.picker.isClosed();
  screen.commandLine.run('context nowhere');
  await screen.picker.contains('no context "nowhere"', 'admin@flink-tui-demo');
  await screen.picker.press('clusters.close');
  await screen.jobs.contains('RUNNING');
});

test('a name that is not found is reported in the chooser', async () => {
  const screen = open();
  await screen.jobs.contains('RUNNING');
  screen.commandLine.run('clusters no-such-cluster');
  await screen.picker.contains('cannot switch to no-such-cluster: no cluster with this id was found here');
  await screen.picker.shows([/clickstream/, /nightly-reports/, /fraud-detection/, /my-first-flink-cluster/]);
});

test('if a cluster cannot be attached, the chooser shows the error and offers the others', async () => {
  const attach = attachTo(file);
  const screen = open(async (target, signal) => {
    if (target.clusterId === 'clickstream') throw new KubernetesError('unreachable', 'the API server is down');
    return attach(target, signal);
  });
  await screen.jobs.contains('RUNNING');
  screen.commandLine.run('clusters clickstream');
  await screen.picker.contains('cannot attach to clickstream: the API server is down');
  await screen.picker.select('my-first-flink-cluster');
  await screen.picker.press('clusters.attach');
  await screen.jobs.contains('RUNNING');
  await screen.header.shows('my-first-flink-cluster');
});

async function withForward() {
  const screen = open();
  await screen.jobs.contains('RUNNING');
  const localPort = await freePort();
  screen.commandLine.run(`port-forward ${localPort}:8081`);
  await screen.forwards.contains(`127.0.0.1:${localPort}`);
  await screen.forwards.press('forwards.close');
  const url = `http://127.0.0.1:${localPort}/config`;
  assert.equal(await canConnect(url), true);
  screen.commandLine.run('clusters clickstream');
  await screen.dialog.shows(
    'Switch from my-first-flink-cluster to clickstream?',
    `Close the forward http://127.0.0.1:${localPort}`,
  );
  return { screen, url, localPort };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('asks before forwards end, and closes them with the cluster', async () => {
  const { screen, url } = await withForward();
  await screen.dialog.decline();
  await screen.picker.press('clusters.close');
  assert.equal(await canConnect(url), true);
  screen.commandLine.run('clusters clickstream');
  await screen.dialog.confirm();
  await screen.jobs.shows([/Click Event Count/, /CarTopSpeedWindowingExample/]);
  await eventually('a closed forward', async () => !(await canConnect(url)));
  screen.press('forwards.show');
  await screen.forwards.contains('No port forwards');
});

test('keeps forwards open if asked, lists them with their cluster, and names them at the end', async () => {
  const { screen, url, localPort } = await withForward();
  await screen.dialog.toggle('keep the forwards open');
  await screen.dialog.shows(`Keep the forward http://127.0.0.1:${localPort}`);
  await screen.dialog.confirm();
  await screen.jobs.shows([/Click Event Count/, /CarTopSpeedWindowingExample/]);
  assert.equal(await canConnect(url), true);
  screen.press('forwards.show');
  await screen.forwards.contains(
    `http://127.0.0.1:${localPort} to port 8081 of the leading JobManager of my-first-flink-cluster`,
  );
  const { report = [] } = await screen.terminal.close();
  assert.ok(report.some(({ text }) => text.endsWith('of my-first-flink-cluster')));
  assert.equal(await canConnect(url), false);
});

test('a kept forward can be stopped', async () => {
  const { screen, url } = await withForward();
  await screen.dialog.toggle('keep the forwards open');
  await screen.dialog.confirm();
  await screen.jobs.shows([/Click Event Count/, /CarTopSpeedWindowingExample/]);
  screen.press('forwards.show');
  await screen.forwards.contains('of my-first-flink-cluster');
  await screen.forwards.press('forwards.stop');
  await screen.forwards.contains('No port forwards');
  await eventually('a closed forward', async () => !(await canConnect(url)));
});
