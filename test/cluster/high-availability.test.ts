import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { attach, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';

const clusterId = 'flink-tui-test-ha';
let kubernetes: KubernetesApi;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session(['--ha', clusterId]);
  await cluster.submit([clusterId, 'Trouble', '--checkpoint', '2']);
});
after(async () => {
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

async function leader(): Promise<string> {
  const { stdout } = await subcommand('status', clusterId, ['-o', 'json']);
  return String((JSON.parse(stdout) as { leader: unknown }).leader);
}

test('of two JobManagers the leader is marked, and followed when its pod is deleted while a job runs', async () => {
  const program = attach(clusterId, { columns: 160, rows: 50 });
  const first = await leader();
  await program.sees(new RegExp(`${first}.*\\bleader\\b`), 20_000);
  await program.sees(/\bstandby\b/);
  await program.sees('RUNNING');
  await kubernetes.delete(
    { resource: resources.pods, namespace: 'default', name: first },
    { propagation: 'Background' },
  );
  await program.sees(
    (screen) =>
      screen.split('\n').some((row) => /\bleader\b/.test(row) && row.includes(clusterId) && !row.includes(first)),
    90_000,
  );
  await program.sees('RUNNING', 90_000);
  assert.notEqual(await leader(), first);
  program.press('q');
  await program.exited;
});

test('what stays after a stop is named beforehand', async () => {
  const { stdout, exitCode } = await subcommand('stop', clusterId, ['--dry-run']);
  assert.equal(exitCode, 0);
  assert.match(stdout, new RegExp(`${clusterId}-cluster-config-map`));
});
