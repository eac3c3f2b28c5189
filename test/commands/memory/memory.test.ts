import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { withSession } from '../session-under-test.ts';

type Data = {
  readonly containerUsage: { readonly state: string; readonly reason: string | null };
  readonly pods: readonly {
    readonly name: string;
    readonly role: string;
    readonly usage: number | null;
    readonly limit: number | null;
    readonly heapUsed: number | null;
    readonly metaspaceMax: number | null;
    readonly managedTotal: number | null;
    readonly growthPerMinute: number | null;
    readonly at: string | null;
    readonly jobs: readonly string[];
    readonly end: unknown;
  }[];
};

const mebibyte = 2 ** 20;
const waitOptions = { everyMs: 200 };

test('memory lists the container usage, the limit and the numbers of the JVM of each pod', () =>
  withSession({ jobs: 'none' }, async ({ run, runningJob }) => {
    await runningJob('orders');
    const { text, data, names } = await eventually(
      'the usage of the TaskManager',
      async () => {
        const result = await run('memory');
        const { pods } = result.data as Data;
        return pods.length === 2 && pods.every(({ usage, heapUsed }) => usage !== null && heapUsed !== null)
          ? result
          : undefined;
      },
      waitOptions,
    );
    assert.match(text, /^POD +CONTAINER +LIMIT +USED +GROWTH +FULL IN +HEAP +METASPACE/m);
    assert.match(text, /^\S+-taskmanager-1-1 +\d+ +1728 +\d+% +- +- +\d+\/512 +51\/256 +134 +0\/512 .* orders$/m);
    assert.match(text, /^Growth is unknown: it needs samples over 90 s\. Use --watch-for 2m/m);
    const { containerUsage, pods } = data as Data;
    assert.deepEqual(containerUsage, { state: 'served', reason: null });
    const worker = pods.find(({ role }) => role === 'taskmanager');
    assert.deepEqual(
      [worker?.limit, worker?.metaspaceMax, worker?.managedTotal, worker?.growthPerMinute, worker?.jobs, worker?.end],
      [1728 * mebibyte, 256 * mebibyte, 536_870_920, null, ['orders'], null],
    );
    assert.match(worker?.at ?? '', /^\d{4}-.*Z$/);
    assert.deepEqual([...names].sort(), pods.map(({ name }) => name).sort());
  }));

test('memory POD shows the parts of the container and the model of Flink', () =>
  withSession({ jobs: 'none' }, async ({ run, runningJob, expectError }) => {
    await runningJob('orders');
    const { text } = await run('memory taskmanager-1-1');
    assert.match(text, /^\S+-taskmanager-1-1 \(taskmanager\)$/m);
    assert.match(text, /^ {2}Measured at [\d-]* ?\d\d:\d\d:\d\d UTC \(\d+s ago\)$/m);
    assert.match(text, /IN THE CONTAINER +SIZE\n +heap +\d+ MiB/);
    assert.match(
      text,
      /FLINK'S MODEL +SIZE +OPTION\n +framework heap +128 MiB +taskmanager\.memory\.framework\.heap\.size/,
    );
    assert.match(text, /process +1728 MiB/);
    const { data } = await run('pods');
    const manager = (data as { name: string; role: string }[]).find(({ role }) => role === 'jobmanager')?.name;
    assert.match((await run(`memory ${manager}`)).text, /heap +1024 MiB +jobmanager\.memory\.heap\.size/);
    assert.match((await expectError('memory nothing')).message, /no pod nothing/);
  }));

test('without a metrics server, memory says so and shows the numbers of the JVM', () =>
  withSession({ jobs: 'none', hasMetricsServer: false }, async ({ run, runningJob }) => {
    await runningJob('orders');
    const { text, data } = await run('memory');
    assert.match(text, /^Container usage: not served by this cluster \(metrics-server is missing\)$/m);
    assert.match(text, /-taskmanager-1-1 +- +1728 +- +- +- +\d+\/512/);
    assert.equal((data as Data).containerUsage.state, 'not served');
    const { data: why } = await run('why');
    const { notAssessed } = why as {
      readonly notAssessed: readonly { readonly rule: string; readonly reason: string }[];
    };
    assert.ok(notAssessed.some(({ rule }) => rule === 'memory-near-limit'));
  }));

test('why lists the container usages once, and reads each JVM once', () =>
  withSession({ jobs: 'none' }, async ({ run, runningJob, demo }) => {
    await runningJob('orders');
    const before = demo.requests().length;
    const restBefore = demo.restRequests().length;
    await run('why');
    const lists = demo
      .requests()
      .slice(before)
      .filter(({ path }) => path.includes('/metrics.k8s.io/'));
    assert.equal(lists.length, 1);
    const jvms = demo
      .restRequests()
      .slice(restBefore)
      .filter(({ path }) => /^\/(jobmanager|taskmanagers\/[^/]+)\/metrics/.test(path));
    // The JobManager and one TaskManager, once more if Flink had not fetched the metrics.
    assert.ok(jvms.length === 2 || jvms.length === 4, `${jvms.length} requests`);
  }));
