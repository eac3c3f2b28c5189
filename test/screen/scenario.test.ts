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

/** The screen on the simulated cluster, through the very rooms that reach a real one. */
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

test('the picker finds the session, and attaching fills the panes', async () => {
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

test('a job that is cancelled by key is CANCELED, its TaskManager idles and is released, and says so', async () => {
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

test('a job that is stopped by key leaves its savepoint on the screen', async () => {
  demo.submitJob('To be stopped', { checkpoints: true });
  const terminal = open();
  await terminal.sees(/To be stopped +RUNNING +(\d+)\/\1/);
  terminal.keys('2/To be s\r');
  await terminal.sees(/▶ To be stopped/);
  terminal.keys('s');
  await terminal.sees('Yes, do it');
  terminal.keys('y');
  await terminal.sees(/savepoint-[0-9a-f]{6}-[0-9a-f]{12}/);
  await terminal.sees(/To be stopped +FINISHED/);
});

test('with the right to look only, an act that is refused names the right', async () => {
  const terminal = open({ user: 'viewer' });
  await terminal.sees('taskmanager-1-1');
  await terminal.sees(/INFO {2}\w+ - /);
  await terminal.sees(/Flink REST {2}✕ denied.*: .*pods\/portforward/);
  terminal.keys('S');
  await terminal.sees(/You may not delete deployments\.apps/);
  await terminal.sees('verbs: ["delete"]');
});

test('doctor is text to read, and what failed stands with its next step', async () => {
  const well = open();
  await well.sees('taskmanager-1-1');
  well.keys(':doctor\r');
  await well.sees(/ok +REST via service proxy +Flink 2/);
  await well.sees(/ok +high availability/);
  const viewer = open({ user: 'viewer' });
  await viewer.sees('taskmanager-1-1');
  viewer.keys(':doctor\r');
  await viewer.sees(/2 of \d+ checks failed/);
  await viewer.sees('-> A Role in');
});

test('cut connections are said, keys are answered, and all is live again by itself', async () => {
  const terminal = open();
  await terminal.sees(/Kubernetes {2}● live/);
  await terminal.sees('RUNNING');
  await demo.fault({ kind: 'unreachable', milliseconds: 1500 });
  await terminal.sees(/▲ stale \d+s.*: /);
  terminal.keys('2');
  await terminal.sees('┏━ 2 Jobs');
  await terminal.sees(/Kubernetes {2}● live.*Flink REST {2}● live/);
});

test('stop asks for the cluster-id, and leaves once the cluster is gone', async () => {
  const terminal = open();
  await terminal.sees('RUNNING');
  terminal.keys('S');
  await terminal.sees(`Type ${demo.clusterId} to do it`);
  terminal.keys('my-f\r');
  await terminal.sees(`that is not ${demo.clusterId}`);
  terminal.keys(`\x15${demo.clusterId}\r`);
  const { exitCode, lines } = await terminal.exit;
  assert.equal(exitCode, 0);
  assert.match(lines.join('\n'), new RegExp(demo.clusterId));
});
