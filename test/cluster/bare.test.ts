import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { attach, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';

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

test("without a place for savepoints, Flink's own reason is on the screen, and the job goes on", async () => {
  const program = attach(clusterId, { columns: 160, rows: 50 });
  await program.sees('RUNNING', 20_000);
  program.press('2');
  program.press('s');
  await program.sees(/\by(es)?\b/i);
  program.press('y');
  await program.sees(/savepoint.*(directory|dir)/i, 30_000);
  program.press('\x1b');
  program.press('q');
  await program.exited;
  const { stdout } = await subcommand('list', clusterId);
  assert.match(stdout, new RegExp(`RUNNING.*${jobId}`));
});

test('a savepoint as a subcommand fails with that reason, exit code 1', async () => {
  const result = await subcommand('savepoint', clusterId, [jobId]);
  assert.equal(result.exitCode, 1);
  assert.match(result.stderr, /savepoint.*dir/i);
  assert.doesNotMatch(result.stderr, /\n\s+at /);
});
