import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { startRecorder } from '../support/recorder.ts';
import { runProgram } from '../support/run-program.ts';

const clusterId = 'flink-tui-test-ended-job';
const isSkipped = process.env.FLINK_TUI_TEST_KUBECONFIG === undefined && 'FLINK_TUI_TEST_KUBECONFIG is not set';
let kubernetes: KubernetesApi;

before(async () => {
  if (isSkipped) return;
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
});
after(async () => {
  if (isSkipped) return;
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

type Busy = { readonly busy: number | null };

async function deleteJobManager(): Promise<void> {
  const path = { resource: resources.pods, namespace: 'default' };
  const pods = await kubernetes.list({ ...path, labelSelector: `app=${clusterId},component=jobmanager` });
  const name = pods[0]?.metadata?.name;
  assert.ok(name);
  await kubernetes.delete({ ...path, name }, { propagation: 'Background' });
}

test('a bounded job keeps its last load, also after a restart of the JobManager', { skip: isSkipped }, async () => {
  const stateFolder = await mkdtemp(join(tmpdir(), 'flink-tui-ended-'));
  const recorder = startRecorder([clusterId], { kubeconfig: cluster.kubeconfig(), stateFolder });
  try {
    await cluster.eventually('the recorder', () => recorder.status().includes(`${clusterId}: recording`));
    // 1600 records at 20 a second: the sink is busy for 45 of every 50 ms.
    const load = ['--records', '1600', '--slow-sink', '45'];
    const id = await cluster.submit([clusterId, 'Trouble', '--name', 'bounded', '--checkpoint', '5', ...load]);
    const read = async (command: string) => {
      const args = [command, clusterId, id, '--kubeconfig', cluster.kubeconfig(), '-o', 'json'];
      const { stdout } = await runProgram(args, { env: { XDG_STATE_HOME: stateFolder } });
      return JSON.parse(stdout === '' ? '{}' : stdout);
    };
    const ended = () => read('job').then(({ lastSeen }) => lastSeen ?? undefined);
    const lastSeen = await eventually('the end', ended, { timeoutMs: 180_000, everyMs: 2000 });
    assert.equal(lastSeen.state, 'FINISHED');
    const busiest = lastSeen.vertices.toSorted((a: Busy, b: Busy) => (b.busy ?? 0) - (a.busy ?? 0))[0];
    assert.ok(busiest.busy > 0.7, JSON.stringify(lastSeen.vertices));
    assert.match(lastSeen.pods.join(), /-taskmanager-\d+-\d+/);
    assert.ok(Date.parse(lastSeen.endedAt) - Date.parse(lastSeen.measuredAt) < 70_000, JSON.stringify(lastSeen));
    assert.ok(lastSeen.checkpoints.completed > 5, JSON.stringify(lastSeen.checkpoints));

    await deleteJobManager();
    const forgotten = async () => ((await read('job')).vertices === null ? read('job') : undefined);
    const job = await eventually('the new JobManager', forgotten, { timeoutMs: 120_000, everyMs: 2000 });
    assert.deepEqual([job.state, job.lastSeen], ['FINISHED', lastSeen]);
    assert.ok((await read('checkpoints')).checkpoints.length > 5);
    assert.match((await read('why')).notAssessed[0].reason, /Flink no longer knows it/);
  } finally {
    await recorder.end('SIGTERM');
    await rm(stateFolder, { recursive: true, force: true });
  }
});
