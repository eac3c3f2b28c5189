import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { withSession } from '../session-under-test.ts';

type Data = {
  readonly name: string;
  readonly status: string;
  readonly ready: string;
  readonly slots: number | null;
  readonly qosClass: string;
  readonly conditions: readonly { readonly type: string; readonly isProblem: boolean }[];
  readonly containers: readonly {
    readonly name: string;
    readonly kind: string;
    readonly state: string;
    readonly restarts: number;
    readonly lastEnd: { readonly exitCode: number; readonly meaning: string } | null;
    readonly memory: { readonly request: string; readonly limit: string; readonly used: number | null };
  }[];
  readonly containerUsage: { readonly state: string };
  readonly jobs:
    | readonly {
        readonly name: string;
        readonly vertices: readonly { readonly name: string; readonly subtasks: readonly number[] }[] | null;
      }[]
    | null;
  readonly events: readonly { readonly reason: string }[] | null;
  readonly object: { readonly metadata: { readonly managedFields?: unknown }; readonly kind: string };
};

test('pod shows the status, the container, the jobs with their subtasks, the events, variables and volumes', () =>
  withSession({}, async ({ run, runningJob, demo }) => {
    await runningJob('orders');
    const { text, data, names } = await run('pod taskmanager-1-1');
    const name = `${demo.clusterId}-taskmanager-1-1`;
    const lines = text.split('\n');
    assert.equal(lines[0], name);
    assert.match(text, /^ {2}status +registered: 1 of 1 slot in use$/m);
    assert.match(text, /^ {2}conditions +ready since .* UTC \(\d+s ago\)$/m);
    assert.match(text, /^Container {2}flink-main-container {2}running since .* UTC \(\d+s ago\) {2}ready$/m);
    assert.match(text, /^ {2}memory .*request and limit 1728 MiB$/m);
    assert.match(text, /^Jobs {2}1 of 1 slot in use$/m);
    assert.match(text, /^ {2}RUNNING {2}orders$/m);
    assert.match(text, /^ {11}.*: subtask 1 of 1$/m);
    assert.match(text, /^Events {2}\d+$/m);
    assert.match(text, /UTC \(\d+s ago\) {2}Scheduled: Successfully assigned /);
    assert.match(text, /^ {2}_POD_NODE_ID +← field spec\.nodeName$/m);
    assert.match(text, /^ {2}flink-config-volume {2}ConfigMap flink-config-/m);
    assert.deepEqual(names, [name]);

    const { jobs, containers, object, events, ...pod } = data as Data;
    assert.deepEqual(
      [pod.name, pod.status, pod.ready, pod.slots, pod.qosClass],
      [name, 'registered', '1/1', 1, 'Guaranteed'],
    );
    assert.ok(pod.conditions.every(({ isProblem }) => !isProblem));
    assert.deepEqual(
      containers.map(({ kind, state, restarts, lastEnd }) => [kind, state, restarts, lastEnd]),
      [['main', 'running', 0, null]],
    );
    assert.deepEqual(
      jobs?.map((job) => [job.name, job.vertices?.map(({ subtasks }) => subtasks)]),
      [['orders', [[0], [0]]]],
    );
    assert.ok(events?.some(({ reason }) => reason === 'Started'));
    assert.equal(object.kind, 'Pod');
    assert.equal(object.metadata.managedFields, undefined);
  }));

test('the live usage of the containers is shown, or the reason why it is unknown', async () => {
  await withSession({}, async ({ run }) => {
    const [leader] = (await run('pods')).names;
    const { text, data } = await eventually('the usage', async () => {
      const result = await run(`pod ${leader}`);
      return (result.data as Data).containers[0]?.memory.used === null ? undefined : result;
    });
    assert.match(text, /^ {2}CPU +0\.\d\d used, request and limit 1$/m);
    assert.match(text, /^ {2}memory +\d+ MiB \(\d+%\) used, request and limit 1600 MiB$/m);
    assert.equal((data as Data).containerUsage.state, 'served');
  });
  await withSession({ hasMetricsServer: false }, async ({ run }) => {
    const [leader] = (await run('pods')).names;
    const { text, data } = await run(`pod ${leader}`);
    assert.match(
      text,
      /^ {2}memory +usage not served by this cluster \(metrics-server is missing\), request and limit/m,
    );
    assert.equal((data as Data).containers[0]?.memory.used, null);
  });
});

test('the last end of a restarted container is shown with its exit code and meaning', () =>
  withSession({}, async ({ run, demo }) => {
    const [leader = ''] = (await run('pods')).names;
    demo.restartContainer(leader, 239);
    const { text, data } = await eventually('the restart', async () => {
      const result = await run(`pod ${leader}`);
      return (result.data as Data).containers[0]?.restarts === 1 ? result : undefined;
    });
    assert.match(text, /^ {2}restarts +1$/m);
    assert.match(text, /^ {2}last end +exit code 239: fatal uncaught exception at .* UTC \(\d+s ago\), started /m);
    const [container] = (data as Data).containers;
    assert.equal(container?.lastEnd?.exitCode, 239);
    assert.match(container?.lastEnd?.meaning ?? '', /fatal uncaught exception/);
  }));

test('an unknown pod is not found', () =>
  withSession({}, async ({ expectError }) => {
    const error = await expectError('pod nothing');
    assert.equal(error.exitCode, 3);
  }));
