import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { attach, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { scaleJobManagers } from '../support/scale-job-managers.ts';

const clusterId = 'flink-tui-test-ha';
let kubernetes: KubernetesApi;
let jobId: string;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session(['--ha', clusterId]);
  jobId = await submitToSingleJobManager();
});
after(async () => {
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

async function submitToSingleJobManager(): Promise<string> {
  await scaleJobManagers(kubernetes, { clusterId, replicas: 1, keep: await leader() });
  const canList = async () => (await subcommand('list', clusterId)).exitCode === 0;
  await cluster.eventually('the remaining JobManager to lead', canList, 120_000);
  const id = await cluster.submit([clusterId, 'Trouble', '--checkpoint', '2']);
  await scaleJobManagers(kubernetes, { clusterId, replicas: 2 });
  return id;
}

async function leader(): Promise<string> {
  const { stdout } = await subcommand('status', clusterId, ['-o', 'json']);
  return String((JSON.parse(stdout) as { leader: unknown }).leader);
}

/** Returns whether the job was restarted after `time` and all its tasks run. A savepoint requires running tasks. */
async function allTasksRunSince(time: number): Promise<boolean> {
  const { stdout, exitCode } = await subcommand('list', clusterId, ['-o', 'json']);
  if (exitCode !== 0) return false; // list fails during the leader election
  const jobs = JSON.parse(stdout) as { id: string; startTime: string; tasks: { total: number; running?: number } }[];
  const job = jobs.find(({ id }) => id === jobId);
  return job !== undefined && Date.parse(job.startTime) > time && job.tasks.running === job.tasks.total;
}

test('marks the leader of two JobManagers, and follows the new leader after the pod of the first leader is deleted', async (t) => {
  const wide = attach(clusterId, { columns: 160, rows: 50 });
  const narrow = attach(clusterId, { columns: 80, rows: 24 });
  const first = await leader();
  const shortName = first.slice(clusterId.length + 1);
  for (const program of [wide, narrow]) {
    await program.sees(new RegExp(`${shortName} +★ leader`), 20_000);
    await program.sees(/ standby /);
    await program.sees(/Trouble .*RUNNING +2\/2/, 30_000);
    program.press(`/${shortName}\r`);
    await program.sees(/Completed checkpoint \d+/, 30_000);
    program.press('\x1b');
    await program.sees(/ standby /);
  }
  const path = { resource: resources.pods, namespace: 'default', name: first };
  const deletedAt = Date.now();
  await kubernetes.delete(path, { propagation: 'Background' });
  const report = (event: string) => t.diagnostic(`${event} after ${((Date.now() - deletedAt) / 1000).toFixed(1)} s`);
  const hasNewLeader = (screen: string) => /★ leader/.test(screen) && !new RegExp(`${shortName} +★`).test(screen);
  for (const program of [wide, narrow]) {
    await program.sees(new RegExp(`${shortName} +(stopping|terminating|deleted)`), 30_000);
    await program.sees(hasNewLeader, 90_000);
  }
  report('new leader');
  // The job has the same id and is listed once. The REST connection follows the leader.
  await cluster.eventually('all tasks to run again', () => allTasksRunSince(deletedAt), 120_000);
  for (const program of [wide, narrow]) {
    await program.sees(/Trouble .*RUNNING +2\/2/, 60_000);
    // The line above the footer has the id of the job under the cursor.
    program.press('2');
    await program.sees(`${jobId} Trouble`);
    await program.sees(/Flink REST +● live/, 30_000);
    assert.equal(program.rows().filter((row) => /Trouble .*RUNNING/.test(row)).length, 1, program.screen());
  }
  report('job running');
  assert.match(await leader(), new RegExp(`^${clusterId}-`));
  assert.notEqual(await leader(), first);
  assert.match((await subcommand('list', clusterId)).stdout, new RegExp(jobId));
});

test('session shows the lease of the leader and the ConfigMap of the job', async () => {
  const { stdout, exitCode } = await subcommand('session', clusterId, ['-o', 'json']);
  assert.equal(exitCode, 0);
  const { highAvailability, jobManager, differences } = JSON.parse(stdout) as {
    readonly highAvailability: {
      readonly lease: { readonly durationSeconds: number; readonly isExpired: boolean };
      readonly recoverableJobs: readonly string[];
      readonly configMaps: readonly { readonly jobId: string | null; readonly isOrphaned: boolean }[];
    };
    readonly jobManager: { readonly leader: string };
    readonly differences: readonly unknown[];
  };
  const { lease, recoverableJobs, configMaps } = highAvailability;
  assert.deepEqual([lease.durationSeconds, lease.isExpired, recoverableJobs, differences], [15, false, [jobId], []]);
  assert.ok(configMaps.some((configMap) => configMap.jobId === jobId && !configMap.isOrphaned));
  assert.equal(jobManager.leader, await leader());
});

test('stop --savepoint takes savepoints first and names the remaining ConfigMaps', async () => {
  const plan = await subcommand('stop', clusterId, ['--savepoint', '--dry-run']);
  assert.equal(plan.exitCode, 0, plan.stderr);
  assert.match(plan.stdout, new RegExp(`${clusterId}-cluster-config-map`));
  assert.match(plan.stdout, new RegExp(jobId));
  const stopped = await subcommand('stop', clusterId, ['--savepoint']);
  assert.equal(stopped.exitCode, 0, stopped.stderr);
  assert.match(stopped.stdout, new RegExp(`savepoint-${jobId.slice(0, 6)}-\\w+`));
  const remaining = await kubernetes.list({
    resource: resources.configMaps,
    namespace: 'default',
    labelSelector: `app=${clusterId}`,
  });
  for (const { metadata } of remaining) assert.match(stopped.stdout, new RegExp(metadata?.name ?? ''));
  assert.ok(remaining.length > 0);
});
