import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { attach, subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import type { Program } from '../support/program.ts';

// The tests share one session cluster with a job that fails again and again, and a healthy one.

const clusterId = 'flink-tui-test-job-view';
let kubernetes: KubernetesApi;
let failingId: string;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  await cluster.submit([clusterId, 'TopSpeedWindowing']);
  failingId = await cluster.submit([clusterId, 'Trouble', '--fail-every', '40', '--checkpoint', '2']);
  const failures = async () =>
    JSON.parse((await subcommand('exceptions', clusterId, [failingId, '-o', 'json'])).stdout);
  await eventually('three failures', async () => (await failures()).groups[0]?.count >= 3, { timeoutMs: 90_000 });
});
after(async () => {
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

/** Reads a response of Flink as it is. */
async function get(path: string) {
  const service = `${clusterId}-rest`;
  const { body } = await kubernetes.serviceProxy({ namespace: 'default', service, port: 8081, path });
  // biome-ignore lint/suspicious/noExplicitAny: the assertions check the JSON body
  return JSON.parse(body) as any;
}

/** Presses a key that the footer shows with this hint. */
async function pressShown(program: Program, key: string, hint: string): Promise<void> {
  await program.sees((screen) => screen.trimEnd().split('\n').at(-1)?.includes(`${key} ${hint}`) === true);
  program.press(key === 'Enter' ? '\r' : key);
}

for (const [columns, rows] of [
  [80, 24],
  [120, 40],
  [200, 60],
] as const) {
  test(`${columns}x${rows}: four keys that the screen names lead from the first screen to the line of the exception`, async () => {
    const program = attach(clusterId, { columns, rows });
    await program.sees(/Trouble.* restarting/, 30_000);
    await pressShown(program, 'D', 'why');
    await program.sees(/▶ See the exceptions and their traces/, 20_000);
    await pressShown(program, 'Enter', 'do this step');
    await program.sees(/▶ +\d+× NumberFormatException/, 20_000);
    await pressShown(program, 'Enter', 'stack trace');
    await program.sees(/Caused by: java\.lang\.NumberFormatException/, 20_000);
    await pressShown(program, 'Enter', 'log');
    await program.sees(/▶Caused by: java\.lang\.NumberFormatException/, 20_000);
    program.press('q');
    assert.equal((await program.exited).exitCode, 0);
  });
}

test('the sizes and the phases of a checkpoint are those of Flink', async () => {
  const read = async (...args: readonly string[]) =>
    JSON.parse((await subcommand('checkpoints', clusterId, [failingId, ...args, '-o', 'json'])).stdout);
  const { checkpoints } = await read();
  const completed = checkpoints.find(({ status }: { readonly status: string }) => status === 'completed');
  const ours = await read(String(completed.id));
  const path = `/jobs/${failingId}/checkpoints/details/${completed.id}`;
  const flinks = await get(path);
  assert.deepEqual(
    [ours.durationMs, ours.bytes, ours.writtenBytes, ours.acknowledged, ours.subtasks, Date.parse(ours.triggeredAt)],
    [
      ...[flinks.end_to_end_duration, flinks.state_size, flinks.checkpointed_size, flinks.num_acknowledged_subtasks],
      ...[flinks.num_subtasks, flinks.trigger_timestamp],
    ],
  );
  assert.equal(ours.slowestSubtasks.length, 2);
  for (const { vertexId, subtask, ...slow } of ours.slowestSubtasks) {
    const { subtasks } = await get(`${path}/subtasks/${vertexId}`);
    const flink = subtasks[subtask - 1];
    assert.deepEqual(
      [slow.endToEndMs, slow.startDelayMs, slow.alignmentMs, slow.syncMs, slow.asyncMs, slow.bytes],
      [
        ...[flink.end_to_end_duration, flink.start_delay, flink.alignment.duration],
        ...[flink.checkpoint.sync, flink.checkpoint.async, flink.state_size],
      ],
    );
  }
});

test('the tabs of a running job show its vertices, subtasks, checkpoints and configuration', async () => {
  const program = attach(clusterId, { columns: 120, rows: 40 });
  await program.sees(/CarTop.*healthy/, 30_000);
  program.press('2');
  await program.sees('┏━ 2 Jobs');
  program.press('j');
  await program.sees(/▶ CarTop/);
  program.press('\r');
  await program.sees(/\[Overview\]/);
  await program.sees(/● Source: Car data generator.* \d+% .*\/s .*running/, 30_000);
  program.press(']');
  await program.sees(/▶ +1 running taskmanager-1-\d+/, 20_000);
  program.press(']');
  await program.sees(/20 thread dumps/, 20_000);
  program.press(']');
  await program.sees(/Watermark \S+ ?m?s behind/, 30_000);
  program.press(']');
  await program.sees(/Checkpoints are off for this job/, 20_000);
  program.press(']');
  await program.sees(/No failures/, 20_000);
  program.press(']');
  await program.sees(/▶ .* numRecords\w+PerSecond +throughput/, 20_000);
  await program.sees(/Status\.JVM\.Memory\.Heap\.Used +used heap/, 20_000);
  program.press('a');
  await program.sees(/\d MiB +min .*since/, 30_000);
  program.press(']');
  await program.sees(/parallelism +1/i, 20_000);
  program.press('\x1b');
  await program.sees('┏━ 2 Jobs (2)');
  program.press('q');
  assert.equal((await program.exited).exitCode, 0);
});
