import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import type { ScreenTarget } from '../../src/screen/state/screen-state.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import { findClusters } from '../../src/session/attach/find-clusters.ts';
import { watchSession } from '../../src/session/watch/watch-session.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { openTerminal } from '../support/terminal.ts';

let demo: Demo;
before(async () => {
  demo = await startDemo({ speed: 20 });
});
after(() => demo.close());

/** Opens the screen on the demo through the same code that reaches a real cluster. */
function open({ user = 'admin', pick = false }: { readonly user?: 'admin' | 'viewer'; readonly pick?: boolean } = {}) {
  const connect = () => connectKubernetes({ file: demoKubeconfig(demo, user), env: {} });
  const source = {
    attach: async ({ clusterId, namespace = demo.namespace }: ScreenTarget, signal: AbortSignal) =>
      watchSession(await connectSession(await connect(), { clusterId, namespace }, signal)),
    find: async (signal: AbortSignal) => findClusters(await connect(), {}, signal),
  };
  const target = pick ? undefined : { clusterId: demo.clusterId, namespace: demo.namespace };
  return openTerminal({ target, source }, { columns: 160, rows: 50 });
}

test('the picker finds the session, and attaching to it fills the panes', async () => {
  const terminal = open({ pick: true });
  await terminal.sees(demo.clusterId);
  await terminal.sees(/fraud-detection .* application/);
  terminal.keys('jj');
  await terminal.sees(`▶ ${demo.clusterId}`);
  terminal.keys('\r');
  await terminal.sees('★ leader');
  await terminal.sees('RUNNING');
  await terminal.sees(/INFO {2}\w+ - /);
});

test('the cancel key cancels a job, and its TaskManager is shown as released', async () => {
  const id = demo.submitJob('To be cancelled');
  const terminal = open();
  await terminal.sees(/To be cancelled +RUNNING/);
  terminal.keys('2/To be c\r');
  await terminal.sees(/▶ To be cancelled/);
  terminal.keys('x');
  await terminal.sees(new RegExp(`┏━ Cancel .*${id}`));
  terminal.keys('y');
  await terminal.sees(/To be cancelled +CANCELED/);
  await terminal.sees(/released/);
});

test('the stop key stops a job and shows its savepoint', async () => {
  demo.submitJob('To be stopped', { checkpoints: true });
  const terminal = open();
  await terminal.sees(/To be stopped +RUNNING +(\d+)\/\1/);
  terminal.keys('2/To be s\r');
  await terminal.sees(/▶ To be stopped/);
  terminal.keys('s');
  await terminal.sees('Yes, continue');
  terminal.keys('y');
  await terminal.sees(/savepoint-[0-9a-f]{6}-[0-9a-f]{12}/);
  await terminal.sees(/To be stopped +FINISHED/);
});

test('names the missing right of an action that a viewer may not run', async () => {
  const terminal = open({ user: 'viewer' });
  await terminal.sees('taskmanager-1-1');
  await terminal.sees(/INFO {2}\w+ - /);
  await terminal.sees(/Flink REST {2}✕ denied.*: .*pods\/portforward/);
  terminal.keys('S');
  await terminal.sees(/not allowed to delete deployments\.apps/);
  await terminal.sees('verbs: ["delete"]');
});

test('doctor shows its checks, and a failed check has a next step', async () => {
  const admin = open();
  await admin.sees('taskmanager-1-1');
  admin.keys(':doctor\r');
  await admin.sees(/ok +REST via service proxy +Flink 2/);
  await admin.sees(/ok +high availability/);
  const viewer = open({ user: 'viewer' });
  await viewer.sees('taskmanager-1-1');
  viewer.keys(':doctor\r');
  await viewer.sees(/2 of \d+ checks failed/);
  await viewer.sees('-> A Role in');
});

test('shows a lost connection, still handles keys and reconnects', async () => {
  const terminal = open();
  await terminal.sees(/Kubernetes {2}● live/);
  await terminal.sees('RUNNING');
  await demo.fault({ kind: 'unreachable', milliseconds: 1500 });
  await terminal.sees(/▲ stale \d+s.*: /);
  terminal.keys('2');
  await terminal.sees('┏━ 2 Jobs');
  await terminal.sees(/Kubernetes {2}● live.*Flink REST {2}● live/);
});

test('stop asks for the cluster-id and closes the screen once the cluster is deleted', async () => {
  const terminal = open();
  await terminal.sees('RUNNING');
  terminal.keys('S');
  await terminal.sees(`Type ${demo.clusterId} to confirm`);
  terminal.keys('my-f\r');
  await terminal.sees(`does not match ${demo.clusterId}`);
  terminal.keys(`\x15${demo.clusterId}\r`);
  const { exitCode, lines } = await terminal.exit;
  assert.equal(exitCode, 0);
  assert.match(lines.join('\n'), new RegExp(demo.clusterId));
});
