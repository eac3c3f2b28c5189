import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import type { ScreenTarget } from '../../src/screen/state/screen-state.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { clustersOf } from '../support/clusters.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';

let demo: Demo;
before(async () => {
  demo = await startDemo({ speed: 20 });
});
after(() => demo.close());

/** Opens the screen on the demo with the code that also connects to real clusters. */
function open({ user = 'admin', pick = false }: { readonly user?: 'admin' | 'viewer'; readonly pick?: boolean } = {}) {
  const connect = () => connectKubernetes({ file: demoKubeconfig(demo, user), env: {} });
  const source = {
    attach: async ({ clusterId, namespace = demo.namespace }: ScreenTarget, signal: AbortSignal) =>
      watchSession(await connectSession(await connect(), { clusterId, namespace }, signal)),
  };
  const target = pick ? undefined : { clusterId: demo.clusterId, namespace: demo.namespace };
  return openScreen({ target, source, clusters: clustersOf(demoKubeconfig(demo, user)) }, { columns: 160, rows: 50 });
}

test('the picker finds the session, and attaching to it fills the panes', async () => {
  const screen = open({ pick: true });
  await screen.picker.contains(/fraud-detection .* application/);
  await screen.picker.select(demo.clusterId);
  await screen.picker.press('clusters.attach');
  await screen.pods.contains('★ leader');
  await screen.jobs.contains('RUNNING');
  await screen.logs.contains(/INFO \w+ - /);
});

test('the cancel key cancels a job, and its TaskManager is shown as released', async () => {
  const id = demo.submitJob('To be cancelled');
  const screen = open();
  await screen.jobs.contains(/To be cancelled .*RUNNING/);
  await screen.jobs.filter('To be c');
  await screen.jobs.shows([/^▶ To be cancelled .*RUNNING /]);
  await screen.jobs.press('job.cancel');
  await screen.dialog.isTitled(`! Cancel To be cancelled (${id.slice(0, 8)})?`);
  await screen.dialog.confirm();
  await screen.toast.shows('✓ Done', 'Cancelled To be cancelled');
  await screen.jobs.shows([/^▶ To be cancelled canceled .*CANCELED /]);
  await screen.pods.contains('released');
});

test('the cancel key cancels the marked jobs, and only these', async () => {
  const ids = ['Marked 1', 'Unmarked', 'Marked 2'].map((name) => demo.submitJob(name));
  const screen = open();
  await screen.jobs.filter('arked');
  await screen.jobs.isTitled('(3 of ');
  await screen.jobs.mark('Marked 1', 'Marked 2');
  await screen.jobs.select('Unmarked');
  await screen.jobs.press('job.cancel');
  await screen.dialog.isTitled('Cancel 2 jobs');
  await screen.dialog.confirm();
  await screen.toast.shows('✓ Done', 'Cancelled 2 jobs', 'y copies the ids');
  const cancelled = demo
    .restRequests()
    .filter(({ method, path }) => method === 'PATCH' && ids.some((id) => path.includes(id)))
    .map(({ path }) => ids.findIndex((id) => path.includes(id)));
  assert.deepEqual(cancelled.toSorted(), [0, 2]);
  await screen.jobs.isTitled(/^2 Jobs \(3 of \d+\) \/arked · 2 marked$/);
  await screen.jobs.contains(/^. Unmarked .*RUNNING /m);
});

test('the stop key stops a job and shows its savepoint', async () => {
  demo.submitJob('To be stopped', { checkpoints: true });
  const screen = open();
  await screen.jobs.contains(/To be stopped .*RUNNING (\d+)\/\1/);
  await screen.jobs.filter('To be s');
  await screen.jobs.shows([/^▶ To be stopped .*RUNNING /]);
  await screen.jobs.press('job.stop');
  await screen.dialog.confirm();
  await screen.toast.shows(
    /Stopped To be stopped with savepoint [\d.]+ [KM]?i?B in [\d.]+ s/,
    /savepoint-[0-9a-f]{6}-[0-9a-f]{12}/,
  );
  await screen.jobs.shows([/^▶ To be stopped finished .*FINISHED /]);
});

test('names the missing permission if a viewer runs an action that requires it', async () => {
  const screen = open({ user: 'viewer' });
  await screen.pods.contains('taskmanager-1-1');
  await screen.logs.contains(/INFO \w+ - /);
  await screen.header.shows(/Flink REST ✕ denied.*: .*pods\/portforward/);
  screen.press('session.stop');
  await screen.toast.shows('✕ Failed', /not allowed to delete deployments\.apps/, '→ Add this rule to a Role in');
  screen.activities.open();
  await screen.activities.contains('verbs: ["delete"]');
});

test('doctor shows its checks, and a failed check has a next step', async () => {
  const admin = open();
  await admin.pods.contains('taskmanager-1-1');
  admin.commandLine.run('doctor');
  await admin.result.shows(/ok REST via service proxy Flink 2/, /ok high availability/);
  const viewer = open({ user: 'viewer' });
  await viewer.pods.contains('taskmanager-1-1');
  viewer.commandLine.run('doctor');
  await viewer.result.shows(/2 of \d+ checks failed/, '-> Add this rule');
});

test('shows a lost connection, still handles keys and reconnects', async () => {
  const screen = open();
  await screen.header.shows('Kubernetes ● live');
  await screen.jobs.contains('RUNNING');
  await demo.fault({ kind: 'unreachable', milliseconds: 1500 });
  await screen.header.shows(/▲ stale \d+s.*: /);
  screen.press('pane.jobs');
  await screen.jobs.isFocused();
  await screen.header.shows(/Kubernetes ● live.*Flink REST ● live/);
});

test('stop asks for the cluster-id and closes the screen once the cluster is deleted', async () => {
  const screen = open();
  await screen.jobs.contains('RUNNING');
  screen.press('session.stop');
  await screen.dialog.shows(`Type ${demo.clusterId} to confirm`);
  await screen.dialog.type('my-f');
  await screen.dialog.confirm();
  await screen.dialog.shows(`does not match ${demo.clusterId}`);
  await screen.dialog.type(demo.clusterId);
  await screen.dialog.confirm();
  const { exitCode, lines, report } = await screen.terminal.exit;
  assert.equal(exitCode, 0);
  assert.equal(report, undefined);
  assert.match(lines.join('\n'), new RegExp(demo.clusterId));
});
