import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { attach, pipe, subcommand } from '../support/attach.ts';
import { cluster, removeSession, until } from '../support/cluster.ts';

// One life of a session cluster, in order: attach, savepoint, cancel, release, stop.

const clusterId = 'my-first-flink-cluster';
let kubernetes: KubernetesApi;
let troubleId: string;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  await cluster.submit([clusterId, 'TopSpeedWindowing']);
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
  test(`attach at ${columns}x${rows} shows the pods, the running jobs and moving log lines`, async () => {
    const program = attach(clusterId, { columns, rows });
    await program.sees(new RegExp(`${clusterId}-[0-9a-f]+`), 15_000);
    await program.sees('taskmanager-1-1');
    await program.sees('RUNNING');
    await program.sees('Trouble');
    await program.sees(/\bINFO\b/);
    const before = program.screen();
    await program.sees((screen) => screen !== before && /\bINFO\b/.test(screen), 15_000);
    assert.equal(program.rows().length, rows);
    program.press('q');
    assert.equal((await program.exited).exitCode, 0);
  });
}

test('list, pods and status as subcommands, for people and for programs', async () => {
  const list = await subcommand('list', clusterId);
  assert.equal(list.exitCode, 0, list.stderr);
  assert.match(list.stdout, new RegExp(`RUNNING.*${troubleId}`));
  const json = JSON.parse((await subcommand('list', clusterId, ['-o', 'json'])).stdout) as unknown;
  assert.match(JSON.stringify(json), new RegExp(troubleId));
  const names = await subcommand('list', clusterId, ['-o', 'name']);
  assert.equal(names.stdout.split('\n').includes(troubleId), true);
  const pods = await subcommand('pods', clusterId);
  assert.match(pods.stdout, /taskmanager-1-1/);
  const status = await subcommand('status', clusterId);
  assert.match(status.stdout, /2\.\d+\.\d+/);
});

test('logs of a pod are those that the kubelet has', async () => {
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

test('a savepoint by key: its path is on the screen', async () => {
  const program = attach(clusterId, { columns: 160, rows: 50 });
  await selectJob(program, 'Trouble');
  program.press('p');
  await confirmed(program);
  await program.sees(/file:\/storage\/savepoints\/savepoint-\w+-\w+/, 60_000);
  program.press('\x1b');
  program.press('q');
  await program.exited;
});

test('stop with savepoint by key: its path is on the screen, and the job is FINISHED', async () => {
  const program = attach(clusterId, { columns: 80, rows: 24 });
  await selectJob(program, 'Trouble');
  program.press('s');
  await confirmed(program);
  await program.sees(/savepoint-\w{6}-\w+/, 90_000);
  await until('the job to be FINISHED', async () =>
    (await subcommand('list', clusterId, ['--all'])).stdout.includes(`FINISHED`),
  );
  program.press('\x1b');
  program.press('q');
  await program.exited;
});

test('cancel by key and dialog: the job is CANCELED, its TaskManager idles, is released, and says so', async () => {
  const program = attach(clusterId, { columns: 160, rows: 50 });
  await selectJob(program, 'TopSpeed|CarTopSpeed');
  program.press('x');
  await confirmed(program);
  await program.sees('CANCELED', 60_000);
  await program.sees(/\bidle\b/, 30_000);
  await program.sees(/\breleased\b/, 90_000);
  program.press('\x1b');
  program.press('q');
  await program.exited;
});

test('list, cancel and list through a pipe', async () => {
  const jobId = await cluster.submit([clusterId, 'TopSpeedWindowing']);
  const result = await pipe(clusterId, `list\ncancel ${jobId}\nlist\n`);
  assert.equal(result.exitCode, 0, result.stderr);
  assert.match(result.stdout, new RegExp(`RUNNING[^]*${jobId}`));
  assert.match(result.stdout, /CANCELED/);
});

test('help and an unknown word through a pipe', async () => {
  const help = await pipe(clusterId, 'help\n\n  \nhelp   \n');
  assert.equal(help.exitCode, 0);
  assert.match(help.stdout, /savepoint/);
  const unknown = await pipe(clusterId, 'cancle x\n');
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.stderr, /cancel/);
});

test('stop through a pipe: the deployment and its pods are gone; stop again exits 3', async () => {
  const stopped = await pipe(clusterId, 'stop\n');
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
  const again = await pipe(clusterId, 'stop\n');
  assert.equal(again.exitCode, 3, again.stderr);
});

/** Waits until the screen is filled, goes to the jobs pane and puts the cursor on the running job of that name. */
async function selectJob(program: ReturnType<typeof attach>, name: string): Promise<void> {
  await program.sees(new RegExp(`(${name})`), 20_000);
  program.press('2');
  program.press(`/${name.split('|')[0]}\r`);
}

async function confirmed(program: ReturnType<typeof attach>): Promise<void> {
  await program.sees(/\by(es)?\b/i);
  program.press('y');
}
