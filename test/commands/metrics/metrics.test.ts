import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchSamples } from '../../../src/commands/metrics/run-metrics.ts';
import { withSession } from '../session-under-test.ts';

type Row = {
  readonly at?: string;
  readonly owner: { readonly kind: string; readonly name: string; readonly subtask?: number };
  readonly id: string;
  readonly unit: string | null;
  readonly kind: string;
  readonly value?: number | null;
  readonly min?: number | null;
  readonly max?: number | null;
  readonly sum?: number | null;
};

test('metrics of all vertices by glob are aggregated over their subtasks', () =>
  withSession({ jobs: 'none' }, async ({ runningJob, run }) => {
    await runningJob('orders', { parallelism: 2 });
    const { text, data, names } = await run("metrics orders 'numRecords*PerSecond'");
    const rows = data as readonly Row[];
    assert.ok(names.includes('numRecordsInPerSecond') && names.includes('throttle.numRecordsOutPerSecond'));
    assert.ok(names.every((name) => /numRecords(In|Out)PerSecond$/.test(name)));
    assert.ok(rows.every(({ owner, unit, kind }) => owner.kind === 'vertex' && unit === '/s' && kind === 'gauge'));
    assert.ok(rows.some(({ sum, max }) => (sum ?? 0) > 0 && (max ?? 0) > 0 && (sum ?? 0) >= (max ?? 0)));
    assert.match(text, /^OWNER +METRIC +MIN +AVG +MAX +SUM$/m);
    assert.match(text, /^Source: \S.* numRecordsOutPerSecond +\d\S*\/s +\d\S*\/s +\d\S*\/s +\d\S*\/s$/m);
  }));

test('a subtask of a vertex, a TaskManager and the JobManager have single values', () =>
  withSession({ jobs: 'none' }, async ({ runningJob, run }) => {
    await runningJob('orders', { parallelism: 2 });
    const subtask = await run('metrics orders busy --vertex 1 --subtask 2');
    const [busy] = subtask.data as readonly Row[];
    assert.deepEqual([busy?.owner.subtask, busy?.id, busy?.unit], [2, 'busyTimeMsPerSecond', 'ms/s']);
    assert.equal(typeof busy?.value, 'number');
    assert.match(subtask.text, /^OWNER +METRIC +VALUE$/m);
    assert.match(subtask.text, /\(subtask 2\) +busyTimeMsPerSecond +\d+ ms\/s$/m);
    const taskManager = (await run('metrics --taskmanager taskmanager-1-1 heap.used')).data as readonly Row[];
    assert.deepEqual([taskManager[0]?.id, taskManager[0]?.unit], ['Status.JVM.Memory.Heap.Used', 'bytes']);
    assert.ok((taskManager[0]?.value ?? 0) > 2 ** 20);
    const jobManager = await run('metrics --jobmanager numRunningJobs');
    assert.match(jobManager.text, /^JobManager +numRunningJobs +1$/m);
  }));

test('what is not a number is n/a as text and null as JSON, and --list shows only ids', () =>
  withSession({ jobs: 'none' }, async ({ runningJob, run }) => {
    await runningJob('orders');
    const path = await run('metrics orders lastCheckpointExternalPath');
    assert.match(path.text, /^job +lastCheckpointExternalPath +n\/a$/m);
    const [row] = path.data as readonly Row[];
    assert.deepEqual([row?.value, row?.unit, row?.kind], [null, null, 'text']);
    const list = await run('metrics orders lastCheckpointDuration --list');
    assert.match(list.text, /^OWNER +METRIC +UNIT +KIND\njob +lastCheckpointDuration +ms +gauge$/m);
    assert.deepEqual(Object.keys((list.data as readonly Row[])[0] ?? {}), ['owner', 'id', 'unit', 'kind']);
  }));

test('the ids of each vertex are requested once', () =>
  withSession({ jobs: 'none' }, async ({ demo, runningJob, run }) => {
    await runningJob('orders');
    const before = demo.restRequests().length;
    await run('metrics orders --list');
    const paths = demo
      .restRequests()
      .slice(before)
      .map(({ path }) => path);
    const ofVertices = paths.filter((path) => path.endsWith('/subtasks/metrics'));
    assert.equal(ofVertices.length, 2);
    assert.equal(new Set(ofVertices).size, 2);
  }));

test('--watch-for prints a line for each metric and sample', () =>
  withSession({ jobs: 'none' }, async ({ runningJob, run }) => {
    await runningJob('orders');
    const { text } = await run("metrics orders 'numRestarts' --watch-for 1s --interval 1s");
    assert.match(text, /^(\d{4}-\d\d-\d\dT\S+Z {2}job {2}numRestarts {2}0\n){2}/);
    const json = (await run("metrics orders 'numRestarts' --watch-for 0s -o json")).text;
    const row = JSON.parse(json.split('\n')[0] ?? '') as Row;
    assert.deepEqual([row.id, row.value], ['numRestarts', 0]);
    assert.match(row.at ?? '', /^\d{4}-\d\d-\d\dT/);
  }));

test('a slow response does not delay the samples after it', async () => {
  let now = 0;
  const waits: number[] = [];
  const wait = async (ms: number) => {
    waits.push(ms);
    now += ms;
  };
  const samples: number[] = [];
  const read = async () => {
    const at = now;
    now += at === 10_000 ? 12_000 : 100;
    return at;
  };
  const watch = { forMs: 40_000, intervalMs: 10_000 };
  for await (const at of watchSamples(read, watch, new AbortController().signal, wait, () => now)) samples.push(at);
  assert.deepEqual(samples, [0, 10_000, 30_000, 40_000]);
  assert.deepEqual(waits, [9900, 8000, 9900]);
});

test('wrong combinations and unknown names are errors with the next step', () =>
  withSession({ jobs: 'none' }, async ({ runningJob, expectError }) => {
    await runningJob('orders');
    const messageOf = async (line: string) => {
      const { exitCode, message } = await expectError(line);
      return `${exitCode} ${message}`;
    };
    assert.equal(await messageOf('metrics'), '2 metrics requires a JOB, --taskmanager POD or --jobmanager');
    assert.equal(await messageOf('metrics orders --subtask 1'), '2 --subtask requires --vertex');
    assert.equal(await messageOf('metrics --jobmanager --vertex 1'), '2 --vertex and --subtask require a JOB');
    assert.equal(await messageOf('metrics orders --interval 10s'), '2 --interval requires --watch-for');
    assert.equal(await messageOf('metrics orders x --watch-for 1m --interval 1ms'), '2 --interval must be at least 1s');
    assert.equal(await messageOf('metrics nosuch'), '3 no job nosuch');
    assert.match(await messageOf('metrics orders busy --vertex 1 --subtask 9'), /^3 Source: .* has \d subtasks?$/);
    const none = await expectError('metrics orders nosuchmetric');
    assert.deepEqual([none.exitCode, none.message], [3, 'no metric matches nosuchmetric']);
    assert.deepEqual(none.hints, ['Add --list without a pattern to show all ids']);
  }));
