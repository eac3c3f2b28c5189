import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { attach } from '../support/attach.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { percentile } from '../support/measure.ts';
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

for (const { fault, showsStale } of [
  { fault: ['cut'], showsStale: false },
  { fault: ['restart'], showsStale: false },
  { fault: ['freeze', '20'], showsStale: true },
  { fault: ['unreachable', '20'], showsStale: true },
  { fault: ['forget'], showsStale: false },
]) {
  test(`${fault.join(' ')}: says what is stale, answers keys, and is live again within 10 s, with no doubled row`, {
    skip: none,
  }, async (t) => {
    const program = attach(clusterId, { columns: 160, rows: 50 });
    await program.sees('RUNNING', 30_000);
    await program.sees(isLive, 20_000);
    const keys = pressKeys(program);
    const done = cluster.fault(fault);
    if (showsStale) await program.sees(/stale/, 15_000);
    await done;
    const ended = Date.now();
    await program.sees(isLive, 10_000);
    await program.sees('RUNNING');
    t.diagnostic(`live ${((Date.now() - ended) / 1000).toFixed(1)} s after the end`);
    const latencies = await keys.stop();
    t.diagnostic(`${latencies.length} keys, 99th percentile ${percentile(latencies, 0.99).toFixed(0)} ms`);
    assert.ok(Math.max(...latencies) < 1000, `a key waited ${Math.max(...latencies)} ms`);
    const taskManagerRows = program
      .rows()
      .filter((row) => row.includes('taskmanager-1-1') && row.includes('registered'));
    assert.equal(taskManagerRows.length, 1, program.screen());
    program.press('q');
    await program.exited;
  });
}

function isLive(screen: string): boolean {
  return !/stale|connecting/.test(screen.split('\n').slice(0, 5).join('\n'));
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
