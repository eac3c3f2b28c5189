// The part of `npm run bench` with a simulated session cluster of 1,000 TaskManagers and 500 jobs.
import { setTimeout as pause } from 'node:timers/promises';
import { connectKubernetes } from '../src/kubernetes/connect.ts';
import { resources } from '../src/kubernetes/resource.ts';
import { median, percentile, residentMiB } from '../test/support/measure.ts';
import { type Program, startProgram } from '../test/support/program.ts';
import type { PaneMeasures } from './bench-logs.ts';
import { measureMoves } from './bench-moves.ts';

export const crowd = { extraTaskManagers: 1000, extraJobs: 500 };

const scenario = `${crowd.extraTaskManagers} TaskManagers, ${crowd.extraJobs} jobs`;
const down = '\x1b[B';
/** Moves of the cursor in each direction, fewer than there are rows. */
const moves = 400;
const deletions = 30;

export async function measureCrowd(
  target: readonly string[],
  size: { readonly columns: number; readonly rows: number },
  { print, measureKeys, measureWatching }: PaneMeasures,
): Promise<void> {
  const started = performance.now();
  const program = startProgram(['attach', ...target], size);
  await program.sees(/\bregistered\b/, 60_000);
  await program.sees(/measured job/, 60_000);
  print(`attach until panes are filled, ${scenario}`, performance.now() - started, 'ms');
  await pause(5000); // until the logs of all pods are read
  await measureWatching(program, scenario, undefined);
  await measureKeys(program, scenario);
  await measureFrames(program, print);
  print(`memory, ${scenario}`, residentMiB(program.pid), 'MiB', 250);
  await measureCharts(program, print);
  await measureEvents(program, target, print);
  print(`memory after ${deletions} pods were deleted`, residentMiB(program.pid), 'MiB');
  program.press('q');
  await program.exited;
}

/** Measures the CPU time and the latency of a frame in each list. */
async function measureFrames(program: Program, print: PaneMeasures['print']): Promise<void> {
  for (const [pane, key] of [
    ['pods', '1'],
    ['jobs', '2'],
  ] as const) {
    program.press(key);
    await program.sees(new RegExp(`┏━ ${key} `));
    const { cpuMs, latencies } = await measureMoves(program, moves);
    print(`CPU time per frame in the ${pane} pane, ${scenario}`, cpuMs, 'ms', 16);
    print(`key to frame in the ${pane} pane, median`, median(latencies), 'ms');
    print(`key to frame in the ${pane} pane, 99th percentile`, percentile(latencies, 0.99), 'ms', 33);
  }
}

/** Opens four charts of the job under the cursor, and measures the memory and the latency of a key that redraws them. */
async function measureCharts(program: Program, print: PaneMeasures['print']): Promise<void> {
  program.press('2');
  await program.sees('┏━ 2 ');
  program.press('\r');
  await program.sees('[Overview]');
  program.press('[[');
  await program.sees('[Metrics]');
  await program.sees('Heap.Used');
  program.press('a');
  await program.sees((screen) => (screen.match(/since \d\d:\d\d/g)?.length ?? 0) === 4, 30_000);
  await pause(30_000); // some values
  const latencies: number[] = [];
  for (let run = 0; run < 30; run += 1) {
    await pause(40 + ((run * 37) % 90));
    const isLong = run % 2 === 0;
    const pressed = performance.now();
    program.press(isLong ? '>' : '<');
    await program.sees(isLong ? '-30m' : '-10m');
    latencies.push(performance.now() - pressed);
  }
  print(`key to frame with four charts, ${scenario}, median`, median(latencies), 'ms');
  print(`key to frame with four charts, ${scenario}, 99th percentile`, percentile(latencies, 0.99), 'ms', 33);
  print(`memory with four charts, ${scenario}`, residentMiB(program.pid), 'MiB', 250);
  program.press('\x1b');
  await program.sees('┏━ 2 ');
}

/** Deletes the pod under the cursor, and measures the time from the API call to the changed row. */
async function measureEvents(
  program: Program,
  [, , kubeconfig = '']: readonly string[],
  print: PaneMeasures['print'],
): Promise<void> {
  const kubernetes = await connectKubernetes({ file: kubeconfig, env: {} });
  const { namespace } = kubernetes;
  const latencies: number[] = [];
  program.press('1');
  await program.sees('┏━ 1 ');
  program.press(down); // below the JobManager
  await program.sees(/▶ taskmanager-\S+ +registered/);
  for (let run = 0; run < deletions; run += 1) {
    await pause(700 + ((run * 37) % 90));
    const [, shown = ''] = /▶ (taskmanager-\S+) +registered/.exec(program.screen()) ?? [];
    const path = { resource: resources.pods, namespace, name: `my-first-flink-cluster-${shown}` };
    const called = performance.now();
    await kubernetes.delete(path, { propagation: 'Background' });
    const registered = new RegExp(`▶ ${shown} +registered`);
    await program.sees((screen) => !registered.test(screen));
    latencies.push(performance.now() - called);
    program.press(down);
    await program.sees(/▶ taskmanager-\S+ +registered/);
  }
  await kubernetes.close();
  print('event to frame, median', median(latencies), 'ms', 50);
  print('event to frame, slowest', Math.max(...latencies), 'ms');
}
