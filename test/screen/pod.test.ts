import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Demo, DemoScenario } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { attachTo } from '../support/clusters.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { openScreen, type ScreenDriver } from '../support/screen-driver/screen-driver.ts';

const large = { columns: 200, rows: 60 };

/** Opens the screen on a demo with one job, on its own TaskManager. */
async function open(
  t: TestContext,
  scenario: DemoScenario = {},
  size: { readonly columns: number; readonly rows: number } = large,
): Promise<{ readonly demo: Demo; readonly screen: ScreenDriver }> {
  const demo = await startDemo({ speed: 20, scenario: { jobs: 'none', ...scenario } });
  t.after(() => demo.close());
  demo.submitJob('orders');
  const source = { attach: attachTo(demoKubeconfig(demo), { readsMemory: true }) };
  const screen = openScreen({ target: { clusterId: demo.clusterId, namespace: demo.namespace }, source }, size);
  await screen.pods.contains(/taskmanager-1-1 .*registered/);
  return { demo, screen };
}

async function openTaskManager(screen: ScreenDriver): Promise<void> {
  await screen.pods.select('taskmanager-1-1');
  await screen.pods.press('pod.open');
  await screen.pod.isTitled('1 Pods › taskmanager-1-1');
}

test('d shows the status, the container with its usage, the job with its subtasks, the memory and the events', async (t) => {
  const { screen } = await open(t);
  await openTaskManager(screen);
  await screen.pod.shows(
    /status registered: 1 of 1 slot in use/,
    /conditions ready since \d\d:\d\d:\d\d/,
    /owner Deployment my-first-flink-cluster/,
    /Container flink-main-container running since .* ready/,
    /memory \d+ MiB \(\d+%\) used, request and limit 1728 MiB/,
    /Jobs 1 of 1 slot in use/,
    /RUNNING orders/,
    /: subtask 1 of 1/,
    /█ heap \d+ MiB/,
    /Scheduled: Successfully assigned/,
  );
  await screen.pod.press('pod.close');
  await screen.pods.isFocused();
});

test('the details of the JobManager have its memory and the number of its jobs', async (t) => {
  const { screen } = await open(t);
  await screen.pods.press('pod.open');
  await screen.pod.shows(/status leader: the only JobManager/, /leads 1 unfinished job/, /ports rest 8081/, /█ heap/);
});

test('at 80x24 the page scrolls from the status to the events', async (t) => {
  const { screen } = await open(t, {}, { columns: 80, rows: 24 });
  await openTaskManager(screen);
  await screen.pod.shows(/status registered/, /Container flink-main-container/);
  await screen.footer.shows(/^ \[ \] tabs L logs s shell Esc/);
  screen.terminal.keys('G');
  await screen.pod.shows(/Scheduled: Successfully/);
});

test('the tabs show the environment and the YAML; a search goes from match to match, and Esc clears it', async (t) => {
  const { screen } = await open(t, {}, { columns: 100, rows: 30 });
  await openTaskManager(screen);
  await screen.pod.press('pod.next-tab');
  await screen.pod.shows(/\[Environment\]/, /_POD_NODE_ID ← field spec\.nodeName/, /flink-config-volume ConfigMap/);
  await screen.pod.shows(/^ command .* kubernetes-taskmanager\.sh$/m, /^ +-D taskmanager\.numberOfTaskSlots=1$/m);
  await screen.pod.press('pod.next-tab');
  await screen.pod.shows(/\[YAML\]/, /apiVersion: v1/);
  await screen.pod.press('pod.search');
  screen.type('podip:');
  await screen.filterPrompt.accept();
  await screen.message(/Search: "podip:", match 1 of \d+/);
  await screen.pod.shows(/podIP: 10\.244/);
  assert.equal(screen.terminal.styleAt('podIP:').ansi, 0);
  await screen.pod.press('pod.close');
  await screen.noMessage(/Search/);
  await screen.pod.press('pod.previous-tab');
  await screen.pod.shows(/\[Environment\]/);
});

test('n and N go to the next and the previous match', async (t) => {
  const { screen } = await open(t, {}, { columns: 100, rows: 24 });
  await openTaskManager(screen);
  await screen.pod.press('pod.previous-tab');
  await screen.pod.press('pod.search');
  screen.type('name:');
  await screen.filterPrompt.accept();
  await screen.message(/match 1 of/);
  await screen.pod.press('pod.next-match');
  await screen.message(/match 2 of/);
  await screen.pod.press('pod.previous-match');
  await screen.message(/match 1 of/);
});

test('y copies the name, the IP address or the YAML', async (t) => {
  const { demo, screen } = await open(t);
  await openTaskManager(screen);
  await screen.pod.shows(/node demo-node, IP/);
  const [, ip = ''] = /IP (10[.\d]+)/.exec(screen.terminal.text()) ?? [];
  await screen.pod.press('pod.copy-from-page');
  await screen.copyMenu.press('copy.ip');
  await screen.copied(ip);
  await screen.pod.press('pod.copy-from-page');
  await screen.copyMenu.press('copy.name');
  await screen.copied(`${demo.clusterId}-taskmanager-1-1`);
  await screen.pod.press('pod.copy-from-page');
  await screen.copyMenu.press('copy.yaml');
  await screen.message('Copied the YAML of taskmanager-1-1');
});

test('Enter and L show the log of the pod', async (t) => {
  const { screen } = await open(t);
  await openTaskManager(screen);
  await screen.pod.press('pod.show-log');
  await screen.logs.isTitled(/Logs of taskmanager-1-1/);
  await screen.logs.isFocused();
  await openTaskManager(screen);
  await screen.pod.press('pod.logs');
  await screen.logs.isTitled(/Logs of taskmanager-1-1/);
});

test('d on a log line shows the pod of the line', async (t) => {
  const { screen } = await open(t);
  await screen.pods.select('taskmanager-1-1');
  await screen.logs.contains(/INFO/);
  await screen.logs.press('log.follow');
  await screen.logs.press('log.pod');
  await screen.pod.isTitled('1 Pods › taskmanager-1-1');
});

test('the command pod opens the page, and x acts on its pod', async (t) => {
  const { screen } = await open(t);
  screen.commandLine.run('pod taskmanager-1-1');
  await screen.pod.isTitled('1 Pods › taskmanager-1-1');
  // The keys of the pods pane act on the pod of the page, not on the JobManager under the cursor.
  await screen.pod.press('pod.delete-pod');
  await screen.dialog.isTitled(/^! Delete TaskManager pod my-first-flink-cluster-taskmanager-1-1 /);
  await screen.dialog.decline();
});

test('f fills the pod into the command for a port forward', async (t) => {
  const { screen } = await open(t);
  await openTaskManager(screen);
  await screen.pod.press('pod.forward');
  await screen.terminal.sees(':port-forward --pod taskmanager-1-1 :');
});

test('p shows the log from before the last restart; a pod that has not restarted has none', async (t) => {
  const { demo, screen } = await open(t);
  await openTaskManager(screen);
  await screen.pod.press('pod.previous-log');
  await screen.message('no container of the pod has restarted');
  await screen.pod.press('pod.close');
  const paths = demo.requests().map(({ path }) => path);
  const [, leader = ''] = /pods\/([^/]+)\/log/.exec(paths.join('\n')) ?? [];
  demo.print(leader, 'the last words');
  demo.restartContainer(leader, 239);
  await screen.pods.select(leader.replace(`${demo.clusterId}-`, ''));
  await screen.pods.press('pod.open');
  await screen.pod.shows(/restarts 1/, /last end exit code 239: fatal uncaught exception at/);
  await screen.pod.press('pod.previous-log');
  await screen.result.isTitled(/^Previous log of /);
  await screen.result.shows('the last words');
  screen.terminal.keys('q');
  await screen.result.isClosed();
  await screen.pod.press('pod.close');
  screen.commandLine.run(`logs ${leader} --previous`);
  await screen.result.shows('the last words');
});

test('x asks, deletes the TaskManager of the page, and the page keeps its last state', async (t) => {
  const { demo, screen } = await open(t);
  await openTaskManager(screen);
  await screen.pod.shows(/RUNNING orders/);
  await screen.pod.press('pod.delete-pod');
  await screen.dialog.isTitled(
    /^! Delete TaskManager pod my-first-flink-cluster-taskmanager-1-1 in namespace default\?$/,
  );
  await screen.dialog.shows(/Restarts 1 job/, /orders .*RUNNING/, /Flink requests a new TaskManager/);
  await screen.dialog.offers(['▶ Keep pod', '  Delete pod']);
  await screen.dialog.confirm();
  await screen.toast.shows(/Deleted pod my-first-flink-cluster-taskmanager-1-1/);
  await screen.pod.shows(/gone since .* Everything below is as last seen/, /image flink:/);
  assert.equal(demo.requests().filter(({ method }) => method === 'DELETE').length, 1);
  await screen.pod.press('pod.delete-pod');
  await screen.message('the pod is already gone');
  // The first Esc closes the toast.
  screen.press('toast.dismiss');
  await screen.toast.count(0);
  await screen.pod.press('pod.close');
  await screen.jobs.contains(/orders .*RUNNING/);
  await screen.pods.contains(/taskmanager-1-2 .*registered/);
});

test('deleting the only JobManager with a running job wants the cluster-id', async (t) => {
  const { demo, screen } = await open(t);
  await screen.pods.press('pod.delete-pod');
  await screen.dialog.isTitled(/^! Delete JobManager pod /);
  await screen.dialog.shows(/Without high availability, the running job is lost/, /Loses 1 job/);
  await screen.dialog.type('wrong');
  await screen.dialog.confirm();
  await screen.dialog.shows(/Type my-first-flink-cluster to confirm/);
  assert.equal(demo.requests().filter(({ method }) => method === 'DELETE').length, 0);
  await screen.dialog.type(demo.clusterId);
  await screen.dialog.confirm();
  await screen.toast.shows(/Deleted pod /);
  // The log of the deleted pod still names the job.
  await screen.jobs.showsNo(/orders/);
});
