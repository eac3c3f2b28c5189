import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { withoutSavepointDirectory } from '../contract/flink.ts';
import { attach, confirm, selectJob, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { checkOnCluster } from '../support/cluster-contracts.ts';

const clusterId = 'flink-tui-test-bare';
let kubernetes: KubernetesApi;
let jobId: string;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session(['--bare', clusterId]);
  jobId = await cluster.submit([clusterId, 'TopSpeedWindowing']);
});
after(async () => {
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

for (const { key, size } of [
  { key: 's', size: { columns: 80, rows: 24 } },
  { key: 'p', size: { columns: 160, rows: 50 } },
]) {
  test(`without a savepoint directory, ${key} shows Flink's error, and the job keeps running`, async () => {
    const program = attach(clusterId, size);
    await selectJob(program, jobId);
    await program.sees(/RUNNING +(\d+)\/\1/, 30_000);
    program.press(key);
    if (key === 's') await confirm(program);
    await program.sees(/Config key \[execution\.checkpointing\.savepoint-dir\] is not set/, 30_000);
    await program.sees('Set a savepoint directory with --savepoint-dir DIR');
    const { stdout } = await subcommand('list', clusterId);
    assert.match(stdout, new RegExp(`RUNNING.*${jobId}|${jobId}.*RUNNING`));
  });
}

test("the savepoint subcommand fails with Flink's error and exits with 1", async () => {
  const result = await subcommand('savepoint', clusterId, [jobId]);
  assert.equal(result.exitCode, 1);
  assert.match(result.stderr, /savepoint.*dir/i);
  assert.doesNotMatch(result.stderr, /\n\s+at /);
});

checkOnCluster('contract: Flink without a savepoint directory', { clusterId }, withoutSavepointDirectory);
