import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { attach } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { percentile } from '../support/measure.ts';
import { createProbePod } from '../support/probe-pod.ts';
import type { Program } from '../support/program.ts';

const clusterId = 'flink-tui-test-faults';
const skip = cluster.hasFaults() ? false : 'FLINK_TUI_TEST_FAULT is not set: cannot inject faults into the API server';
let kubernetes: KubernetesApi;

before(async () => {
  if (skip) return;
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
  await cluster.submit([clusterId, 'Trouble', '--checkpoint', '2']);
});
after(async () => {
  if (skip) return;
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
  test(`${name}: keys respond, ${showsStale ? 'stale data is marked, ' : ''}and all data is live within 10 s without duplicate rows`, {
    skip,
  }, async (t) => {
    const program = attach(clusterId, size);
    await program.sees(/Trouble .*RUNNING +2\/2/, 30_000);
    await program.sees(isLive, 20_000);
    await program.sees(/Completed checkpoint \d+/, 20_000);
    const keys = pressKeys(program);
    const began = Date.now();
    const seconds = (since: number) => ((Date.now() - since) / 1000).toFixed(1);
    const done = cluster.fault(fault);
    if (showsStale) {
      await program.sees(/▲ stale \d+s.*: \w+/, 15_000);
      t.diagnostic(`stale shown ${seconds(began)} s after the start of the fault`);
      await program.sees(/1 Pods.* as of \d+s ago/, 15_000);
    }
    await done;
    const ended = Date.now();
    const probe = `probe-${fault[0]}`;
    const removeProbe = await createProbePod(cluster.kubeconfig(), clusterId, probe);
    try {
      const remainingMs = () => Math.max(1, ended + 10_000 - Date.now());
      await program.sees(isLive, remainingMs());
      t.diagnostic(`links live ${seconds(ended)} s after the end of the fault`);
      await program.sees((screen) => screen.includes(probe), remainingMs());
      t.diagnostic(`a new pod shown ${seconds(ended)} s after the end of the fault`);
      await program.sees((screen) => newestLogTime(screen) > ended - 1000, remainingMs());
      t.diagnostic(`a new log line shown ${seconds(ended)} s after the end of the fault`);
      assert.ok(!/as of/.test(program.screen()), program.screen());
    } finally {
      await removeProbe();
    }
    const latencies = await keys.stop();
    t.diagnostic(
      `${latencies.length} keys, 99th percentile ${percentile(latencies, 0.99).toFixed(0)} ms, ` +
        `longest ${Math.max(...latencies).toFixed(0)} ms`,
    );
    assert.ok(Math.max(...latencies) < 1000, `a key took ${Math.max(...latencies)} ms`);
    for (const row of [/taskmanager-1-1 +registered/, /★ leader/, /Trouble .*RUNNING/]) {
      assert.equal(program.rows().filter((shown) => row.test(shown)).length, 1, program.screen());
    }
    await program.sees((screen) => checkpointsIn(screen).length > 1, 20_000);
    assertNoGapInLog(program.screen());
  });
}

/** Returns whether the header shows both links as live. */
function isLive(screen: string): boolean {
  const [header = ''] = screen.split('1 Pods');
  return header.split('● live').length === 3;
}

/** Returns the time of the newest line in the logs pane. Lines start with Flink's time in UTC. */
function newestLogTime(screen: string): number {
  const times = [...screen.matchAll(/^│.(\d\d:\d\d:\d\d) /gm)].map(([, time]) => time ?? '');
  return Date.parse(`${new Date().toISOString().slice(0, 10)}T${times.at(-1) ?? '00:00:00'}Z`);
}

/** Returns the numbers of the completed checkpoints on the screen, in order. */
function checkpointsIn(screen: string): readonly number[] {
  return [...screen.matchAll(/Completed checkpoint (\d+)/g)].map(([, number]) => Number(number));
}

/** Asserts that the checkpoint numbers on the screen have no gap and no repetition. */
function assertNoGapInLog(screen: string): void {
  const numbers = checkpointsIn(screen);
  const [first = 0] = numbers;
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => first + index),
    screen,
  );
}

/** Opens and closes the command line until `stop` is called, and measures the latency of each key. */
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
