import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { attach } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { percentile } from '../support/measure.ts';
import { createProbePod } from '../support/probe-pod.ts';
import type { Program } from '../support/program.ts';

const clusterId = 'flink-tui-test-faults';
const none = cluster.hasFaults()
  ? false
  : 'FLINK_TUI_TEST_FAULT is not set: nothing here can make this API server misbehave';
let kubernetes: KubernetesApi;

before(async () => {
  if (none) return;
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  await cluster.submit([clusterId, 'Trouble', '--checkpoint', '2']);
});
after(async () => {
  if (none) return;
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

for (const { fault, showsStale, size } of [
  { fault: ['cut'], showsStale: false, size: { columns: 160, rows: 50 } },
  { fault: ['restart'], showsStale: false, size: { columns: 80, rows: 24 } },
  { fault: ['freeze', '20'], showsStale: true, size: { columns: 160, rows: 50 } },
  { fault: ['unreachable', '20'], showsStale: true, size: { columns: 80, rows: 24 } },
  { fault: ['forget'], showsStale: false, size: { columns: 160, rows: 50 } },
]) {
  const name = fault.join(' ');
  test(`${name}: says what is stale, answers keys, and is live again within 10 s, with no doubled row`, {
    skip: none,
  }, async (t) => {
    const program = attach(clusterId, size);
    await program.sees(/Trouble +RUNNING +2\/2/, 30_000);
    await program.sees(isLive, 20_000);
    await program.sees(/Completed checkpoint \d+/, 20_000);
    const keys = pressKeys(program);
    const began = Date.now();
    const seconds = (since: number) => ((Date.now() - since) / 1000).toFixed(1);
    const done = cluster.fault(fault);
    if (showsStale) {
      await program.sees(/▲ stale \d+s.*: \w+/, 15_000);
      t.diagnostic(`stale shown ${seconds(began)} s after the beginning`);
      await program.sees(/1 Pods.* as of \d+s ago/, 15_000);
    }
    await done;
    const ended = Date.now();
    const probe = `probe-${fault[0]}`;
    const removeProbe = await createProbePod(cluster.kubeconfig(), clusterId, probe);
    try {
      const within = () => Math.max(1, ended + 10_000 - Date.now());
      await program.sees(isLive, within());
      t.diagnostic(`links live ${seconds(ended)} s after the end`);
      await program.sees((screen) => screen.includes(probe), within());
      t.diagnostic(`a new pod shown ${seconds(ended)} s after the end`);
      await program.sees((screen) => newestLogTime(screen) > ended - 1000, within());
      t.diagnostic(`a new log line shown ${seconds(ended)} s after the end`);
      assert.ok(!/as of/.test(program.screen()), program.screen());
    } finally {
      await removeProbe();
    }
    const latencies = await keys.stop();
    t.diagnostic(
      `${latencies.length} keys, 99th percentile ${percentile(latencies, 0.99).toFixed(0)} ms, ` +
        `longest ${Math.max(...latencies).toFixed(0)} ms`,
    );
    assert.ok(Math.max(...latencies) < 1000, `a key waited ${Math.max(...latencies)} ms`);
    for (const row of [/taskmanager-1-1 +registered/, /★ leader/, /Trouble +RUNNING/]) {
      assert.equal(program.rows().filter((shown) => row.test(shown)).length, 1, program.screen());
    }
    await program.sees((screen) => checkpointsIn(screen).length > 1, 20_000);
    assertNoGapInLog(program.screen());
  });
}

/** Both links, in the header. */
function isLive(screen: string): boolean {
  const [header = ''] = screen.split('1 Pods');
  return header.split('● live').length === 3;
}

/** Of the lines of the logs pane, which begin with Flink's own time, in UTC. */
function newestLogTime(screen: string): number {
  const times = [...screen.matchAll(/^│.(\d\d:\d\d:\d\d) /gm)].map(([, time]) => time ?? '');
  return Date.parse(`${new Date().toISOString().slice(0, 10)}T${times.at(-1) ?? '00:00:00'}Z`);
}

/** The numbers that the JobManager gave its checkpoints, in the order of the log. */
function checkpointsIn(screen: string): readonly number[] {
  return [...screen.matchAll(/Completed checkpoint (\d+)/g)].map(([, number]) => Number(number));
}

/** Each checkpoint is in the log once, and none is missing. */
function assertNoGapInLog(screen: string): void {
  const numbers = checkpointsIn(screen);
  const [first = 0] = numbers;
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => first + index),
    screen,
  );
}

/** Opens and closes the command line all along, and times each answer. */
function pressKeys(program: Program): { stop: () => Promise<number[]> } {
  const latencies: number[] = [];
  let stopped = false;
  const run = (async () => {
    while (!stopped) {
      for (const [key, text] of [
        [':', ':zq'],
        ['\x1b', undefined],
      ] as const) {
        const started = performance.now();
        program.press(text ?? key);
        await program.sees((screen) => screen.includes(':zq') === (text !== undefined), 5000);
        latencies.push(performance.now() - started);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await run;
      return latencies;
    },
  };
}
