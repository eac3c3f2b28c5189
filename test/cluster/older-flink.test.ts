import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { flinkContracts } from '../contract/flink.ts';
import { attach, attachWithInput, confirm, selectJob, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { checkOnCluster } from '../support/cluster-contracts.ts';

const clusterId = 'flink-tui-test-1-20';
const older = { FLINK_VERSION: '1.20.5' };
let kubernetes: KubernetesApi;
let jobId: string;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId, '-Dresourcemanager.taskmanager-timeout=10000'], older);
  jobId = await cluster.submit([clusterId, 'TopSpeedWindowing'], older);
});
after(async () => {
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

for (const [columns, rows] of [
  [80, 24],
  [160, 50],
] as const) {
  test(`Flink 1.20: all panes have content at ${columns}x${rows}`, async () => {
    const program = attach(clusterId, { columns, rows });
    await program.sees(/Flink 1\.20\.5/, 20_000);
    await program.sees(/★ leader/);
    await program.sees(/CarTop.* RUNNING/);
    await program.sees(/taskmanager-1-1 +registered +1\/1/);
    await program.sees(/\bINFO\b/);
    program.press('q');
    assert.equal((await program.exited).exitCode, 0);
  });
}

test('Flink 1.20: takes a savepoint, stops a job with a savepoint, and lists the job as FINISHED', async () => {
  const savepoint = await subcommand('savepoint', clusterId, [jobId]);
  assert.equal(savepoint.exitCode, 0, savepoint.stderr);
  assert.match(savepoint.stdout, /savepoint-\w{6}-\w+/);
  const stopped = await attachWithInput(clusterId, `stop ${jobId}\nlist --all\n`);
  assert.equal(stopped.exitCode, 0, stopped.stderr);
  assert.match(stopped.stdout, /savepoint-\w{6}-\w+/);
  assert.match(stopped.stdout, /FINISHED/);
});

test('Flink 1.20: a key and a dialog cancel a job', async () => {
  const another = await cluster.submit([clusterId, 'TopSpeedWindowing'], older);
  const program = attach(clusterId, { columns: 80, rows: 24 });
  await selectJob(program, another);
  program.press('x');
  await confirm(program);
  await program.sees(/CarTop.* CANCELED/, 60_000);
});

checkOnCluster('contract: Flink 1.20', { clusterId, env: older }, flinkContracts);

test('Flink 1.20: stop from standard input stops the session cluster, and a second stop exits with 3', async () => {
  const stopped = await attachWithInput(clusterId, 'stop\n');
  assert.equal(stopped.exitCode, 0, stopped.stderr);
  assert.match(stopped.stdout, /Stopped session cluster/);
  assert.equal((await attachWithInput(clusterId, 'stop\n')).exitCode, 3);
});
