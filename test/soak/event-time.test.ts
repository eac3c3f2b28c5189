import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { attach, selectJob, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';

// The tests share one session cluster with a job whose watermark stands still, and one that falls behind.

const clusterId = 'flink-tui-test-event-time';
const isSkipped = process.env.FLINK_TUI_TEST_KUBECONFIG === undefined && 'FLINK_TUI_TEST_KUBECONFIG is not set';
const waitOptions = { timeoutMs: 180_000, everyMs: 3000 };
let kubernetes: KubernetesApi;
let silentId: string;
let laggingId: string;

before(async () => {
  if (isSkipped) return;
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  const trouble = (...options: readonly string[]) =>
    cluster.submit([clusterId, 'Trouble', '--event-time', '3', ...options]);
  silentId = await trouble('--silent-subtask', '1', '--parallelism', '2', '--rate', '50');
  laggingId = await trouble('--lag', '500', '--rate', '50');
});
after(async () => {
  if (isSkipped) return;
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

async function eventTime(...args: readonly string[]) {
  const { stdout } = await subcommand('event-time', clusterId, [...args, '-o', 'json']);
  return stdout === '' ? undefined : JSON.parse(stdout);
}

test('the growth of the pending records is within a tenth of the truth, and nothing that is not reported is 0', {
  skip: isSkipped,
}, async () => {
  const isMeasured = async () => typeof (await eventTime(laggingId))?.lagMs === 'number';
  await eventually('a watermark', isMeasured, waitOptions);
  const { vertices, lagMs, verdict } = await eventTime(laggingId, '--watch-for', '30s');
  const [source, work] = vertices;
  assert.ok(Math.abs(source.growthPerSecond - 500) < 50, `${source.growthPerSecond} records per second`);
  assert.equal(source.catchUp, 'never');
  assert.deepEqual([work.pendingRecords, work.growthPerSecond, work.catchUp], [null, null, null]);
  assert.ok(lagMs > 2000 && lagMs < 6000, `${lagMs} ms`);
  assert.equal(verdict.kind, 'moving');
});

test('the subtask and the operator that hold the watermark back are named', { skip: isSkipped }, async () => {
  const isStuck = async () => (await eventTime(silentId))?.verdict.kind === 'stuck';
  await eventually('a stuck watermark', isStuck, waitOptions);
  const { watermark, heldBackBy } = await eventTime(silentId);
  assert.deepEqual(watermark, { state: 'none', at: null });
  assert.deepEqual([heldBackBy.subtask, heldBackBy.operator], [2, 'Timestamps/Watermarks']);
  assert.match(heldBackBy.vertex.name, /^Source: Sequence Source /);
  assert.match(heldBackBy.pod, /-taskmanager-\d+-\d+$/);
});

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 60],
] as const) {
  test(`${columns}x${rows}: the tab shows who holds the watermark back`, { skip: isSkipped }, async () => {
    const program = attach(clusterId, { columns, rows });
    await selectJob(program, silentId);
    program.press(`:event-time ${silentId}\r`);
    await program.sees(/No watermark for .*: subtask 2\/2 of Source: Sequence Source/, 60_000);
    program.press('q');
    assert.equal((await program.exited).exitCode, 0);
  });
}
