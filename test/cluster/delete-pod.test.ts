import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import type { Connection } from '../../src/session/session.ts';
import { subcommand } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';

const clusterId = 'flink-tui-test-delete-pod';
const waitOptions = { timeoutMs: 60_000, everyMs: 500 };
let kubernetes: KubernetesApi;
let connection: Connection;

before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  const target = { clusterId, namespace: kubernetes.namespace };
  connection = await connectSession(kubernetes, target, new AbortController().signal);
});
after(async () => {
  await connection?.close();
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

async function json<T>(command: string, args: readonly string[] = []): Promise<T> {
  const { stdout, stderr, exitCode } = await subcommand(command, clusterId, [...args, '-o', 'json']);
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout) as T;
}

type Deleted = {
  readonly pods: readonly { readonly name: string; readonly isGone: boolean }[];
  readonly jobs: readonly { readonly id: string; readonly effect: string }[];
};
type ShownPod = {
  readonly jobs: readonly {
    readonly id: string;
    readonly vertices: readonly { readonly subtasks: readonly number[] }[];
  }[];
  readonly containers: readonly { readonly state: string; readonly ready: boolean }[];
};

const isRunning = async (id: string) => {
  const job = (await connection.flink.jobs()).find((one) => one.id === id);
  return job?.state === 'RUNNING' && job.tasks.running === job.tasks.total;
};

test('a job comes back on a new TaskManager after the deletion of its pod by command', async () => {
  const id = await cluster.submit([clusterId, 'Trouble', '--checkpoint', '2']);
  await eventually('the job to run', () => isRunning(id), waitOptions);
  const [{ id: name } = { id: '' }] = await connection.flink.taskManagers();
  const { jobs: shown, containers } = await json<ShownPod>('pod', [name]);
  assert.deepEqual(
    shown.map((job) => job.id),
    [id],
  );
  assert.ok(shown[0]?.vertices.every(({ subtasks }) => subtasks.length > 0));
  assert.deepEqual(
    containers.map(({ state, ready }) => [state, ready]),
    [['running', true]],
  );

  const { pods, jobs } = await json<Deleted>('delete-pod', [name, '--yes']);
  assert.deepEqual(
    pods.map((pod) => [pod.name, pod.isGone]),
    [[name, true]],
  );
  assert.deepEqual(jobs, [{ id, name: 'Trouble', effect: 'restarts' }]);
  await eventually('the job to run again', () => isRunning(id), waitOptions);
  const names = (await connection.flink.taskManagers()).map((taskManager) => taskManager.id);
  assert.ok(!names.includes(name), names.join(', '));
});
