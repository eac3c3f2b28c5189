import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { attach, attachWithInput, confirm, selectJob, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { measureCommand, measureProgram, median } from '../support/measure.ts';

// The tests share one session cluster, so each test depends on the previous ones.

const clusterId = 'my-first-flink-cluster';
let kubernetes: KubernetesApi;
let topSpeedId: string;
let troubleId: string;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId, '-Dresourcemanager.taskmanager-timeout=10000']);
  topSpeedId = await cluster.submit([clusterId, 'TopSpeedWindowing']);
  troubleId = await cluster.submit([clusterId, 'Trouble', '--checkpoint', '2']);
});
after(async () => {
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

for (const [columns, rows] of [
  [80, 24],
  [160, 50],
] as const) {
  test(`attach at ${columns}x${rows} shows the pods, the running jobs and new log lines`, async () => {
    const program = attach(clusterId, { columns, rows });
    await program.sees(/★ leader/, 15_000);
    await program.sees(/taskmanager-1-1 +registered +1\/1/);
    program.press('2');
    await program.sees(/CarTop.* RUNNING/);
    await program.sees(/Trouble .*RUNNING +2\/2/);
    program.press('3');
    await program.sees(/Completed checkpoint \d+/);
    const newest = lastCheckpoint(program.screen());
    await program.sees((screen) => lastCheckpoint(screen) > newest + 1, 15_000);
    assert.equal(program.rows().length, rows);
    assert.match(program.screen(), /Kubernetes +● live.*Flink REST +● live/);
    program.press('q');
    assert.equal((await program.exited).exitCode, 0);
  });
}

test('K lists the cluster with its status and the number of its jobs', async () => {
  const program = attach(clusterId, { columns: 140, rows: 40 });
  await program.sees(/★ leader/, 15_000);
  program.press('K');
  await program.sees(new RegExp(`●${clusterId} +default +attached, ready +2 +0 `), 15_000);
  program.press('\t');
  await program.sees(/▶●\S+ +default +127\.0\.0\.1:\d+/);
  program.press('\x1b');
  await program.sees(/Trouble .*RUNNING/);
  program.press('q');
  assert.equal((await program.exited).exitCode, 0);
});

test('the subcommands list, pods and status print text, and list also prints JSON and names', async () => {
  const list = await subcommand('list', clusterId);
  assert.equal(list.exitCode, 0, list.stderr);
  assert.match(list.stdout, new RegExp(`RUNNING.*${troubleId}|${troubleId}.*RUNNING`));
  const json = JSON.parse((await subcommand('list', clusterId, ['-o', 'json'])).stdout) as unknown;
  assert.match(JSON.stringify(json), new RegExp(troubleId));
  const names = await subcommand('list', clusterId, ['-o', 'name']);
  assert.equal(names.stdout.split('\n').includes(troubleId), true);
  const pods = await subcommand('pods', clusterId);
  assert.match(pods.stdout, /taskmanager-1-1/);
  const status = await subcommand('status', clusterId);
  assert.match(status.stdout, /2\.\d+\.\d+/);
});

test('logs --tail 20 prints the last 20 log lines of a pod', async () => {
  const [pod] = await kubernetes.list({
    resource: resources.pods,
    namespace: 'default',
    labelSelector: `app=${clusterId},component=taskmanager`,
  });
  const name = pod?.metadata?.name ?? '';
  const { stdout, exitCode } = await subcommand('logs', clusterId, [name, '--tail', '20']);
  assert.equal(exitCode, 0);
  assert.equal(stdout.trimEnd().split('\n').length, 20);
});

test('list takes at most a quarter of the time of `flink list`, and uses less than 130 MB', {
  skip: cluster.hasFlinkClient() ? false : 'FLINK_TUI_TEST_FLINK is not set: cannot compare with `flink list`',
}, async (t) => {
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
    runs.push(await measureProgram(['list', clusterId, '--kubeconfig', cluster.kubeconfig()]));
  }
  const flinkRun = await measureCommand(
    cluster.flinkCommand(['list', '-t', 'kubernetes-session', `-Dkubernetes.cluster-id=${clusterId}`]),
  );
  assert.equal(flinkRun.exitCode, 0);
  const wallMs = median(runs.map((run) => run.wallMs));
  const peakMiB = Math.max(...runs.map((run) => run.peakMiB));
  t.diagnostic(`${wallMs.toFixed(0)} ms and ${peakMiB.toFixed(0)} MiB; flink list ${flinkRun.wallMs.toFixed(0)} ms`);
  assert.ok(wallMs * 4 <= flinkRun.wallMs);
  assert.ok(peakMiB * 2 ** 20 < 130e6);
});

test('a key triggers a savepoint and shows the savepoint path, and the job keeps running', async () => {
  const program = attach(clusterId, { columns: 160, rows: 50 });
  await selectJob(program, troubleId);
  program.press('p');
  await program.sees(new RegExp(`file:/storage/savepoints/savepoint-${troubleId.slice(0, 6)}-\\w+`), 60_000);
  assert.match((await subcommand('list', clusterId)).stdout, new RegExp(troubleId));
});

test('a key stops a job with a savepoint and shows the savepoint path, and the job is FINISHED', async () => {
  const program = attach(clusterId, { columns: 80, rows: 24 });
  await selectJob(program, troubleId);
  program.press('s');
  await confirm(program);
  await program.sees(new RegExp(`file:/storage/savepoints/savepoint-${troubleId.slice(0, 6)}-\\w+`), 90_000);
  await program.sees(/Trouble .*FINISHED/);
});

test('a key and a dialog cancel a job, and its TaskManager becomes idle and is released', async (t) => {
  const program = attach(clusterId, { columns: 160, rows: 50 });
  await selectJob(program, topSpeedId);
  program.press('x');
  await program.sees('Cancel job');
  program.press('n');
  await program.sees(/Nothing changed: .* keeps running/);
  program.press('x');
  await confirm(program);
  await program.sees(/CarTop.* CANCELED/, 60_000);
  await program.sees(/taskmanager-1-1 +idle +0\/1/, 30_000);
  const idleAt = Date.now();
  await program.sees(/taskmanager-1-1 +released +.*released by Flink/, 90_000);
  t.diagnostic(`released ${((Date.now() - idleAt) / 1000).toFixed(0)} s after it became idle`);
});

test('runs list, cancel and list from standard input', async () => {
  const jobId = await cluster.submit([clusterId, 'TopSpeedWindowing']);
  const result = await attachWithInput(clusterId, `list\ncancel ${jobId}\nlist\n`);
  assert.equal(result.exitCode, 0, result.stderr);
  assert.match(result.stdout, new RegExp(`RUNNING[^]*${jobId}`));
  assert.match(result.stdout, /CANCELED/);
});

test('runs help and rejects an unknown command from standard input', async () => {
  const help = await attachWithInput(clusterId, 'help\n\n  \nhelp   \n');
  assert.equal(help.exitCode, 0);
  assert.match(help.stdout, /savepoint/);
  const unknown = await attachWithInput(clusterId, 'cancle x\n');
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.stderr, /cancel/);
});

test('stop from standard input deletes the Deployment and its pods, and a second stop exits with 3', async () => {
  const stopped = await attachWithInput(clusterId, 'stop\n');
  assert.equal(stopped.exitCode, 0, stopped.stderr);
  const deployments = await kubernetes.list({ resource: resources.deployments, namespace: 'default' });
  assert.equal(
    deployments.some(({ metadata }) => metadata?.name === clusterId),
    false,
  );
  const pods = await kubernetes.list({
    resource: resources.pods,
    namespace: 'default',
    labelSelector: `app=${clusterId}`,
  });
  assert.deepEqual(pods, []);
  const again = await attachWithInput(clusterId, 'stop\n');
  assert.equal(again.exitCode, 3, again.stderr);
});

/** Returns the number of the newest completed checkpoint on the screen. */
function lastCheckpoint(screen: string): number {
  return Math.max(0, ...[...screen.matchAll(/Completed checkpoint (\d+)/g)].map(([, number]) => Number(number)));
}
