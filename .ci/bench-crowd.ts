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
/** Clicks, turns of the wheel, and keys in the palette. */
const inputs = 100;

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
  await measureMouse(program, print);
  await measurePalette(program, print);
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

/** Clicks on rows of the pods pane, and turns the wheel over it. */
async function measureMouse(program: Program, print: PaneMeasures['print']): Promise<void> {
  program.press('1');
  await program.sees('┏━ 1 ');
  const top = program
    .screen()
    .split('\n')
    .findIndex((row) => row.includes('registered'));
  const clicks = await latenciesOf(async (press) => {
    const y = top + 1 + (press % 5);
    program.press(`\x1b[<0;20;${y + 1}M\x1b[<0;20;${y + 1}m`);
    await program.sees((screen) => screen.split('\n')[y]?.includes('▶') === true);
  });
  printLatencies(print, 'click to frame in the pods pane', clicks);
  const wheel = await latenciesOf(async (press) => {
    const before = position(program.screen());
    program.press(`\x1b[<${press % 60 < 30 ? 65 : 64};20;${top + 2}M`);
    await program.sees((screen) => position(screen) !== before);
  });
  printLatencies(print, 'wheel to frame in the pods pane', wheel);
}

/** The row of the cursor and the number of rows: `94/1006` */
const position = (screen: string) => /(\d+\/\d+) ━┛/.exec(screen)?.[1];

/** Types the name of a pod into the palette, letter by letter. */
async function measurePalette(program: Program, print: PaneMeasures['print']): Promise<void> {
  const name = 'taskmanager-1-1000';
  program.press('\x10');
  await program.sees('━ Palette ');
  const latencies = await latenciesOf(async (press) => {
    const letters = press % (name.length + 1);
    program.press(letters < name.length ? name.charAt(letters) : '\x15');
    const typed = letters < name.length ? name.slice(0, letters + 1) : '';
    await program.sees((screen) => screen.includes(`› ${typed} `));
  });
  printLatencies(print, 'key to frame in the palette', latencies);
  program.press('\x1b');
  await program.sees((screen) => !screen.includes('━ Palette '));
}

/** Runs a step 100 times, at irregular intervals. */
async function latenciesOf(step: (press: number) => Promise<void>): Promise<readonly number[]> {
  const latencies: number[] = [];
  for (let press = 0; press < inputs; press += 1) {
    await pause(40 + ((press * 37) % 90));
    const started = performance.now();
    await step(press);
    latencies.push(performance.now() - started);
  }
  return latencies;
}

function printLatencies(print: PaneMeasures['print'], what: string, latencies: readonly number[]): void {
  print(`${what}, median`, median(latencies), 'ms');
  print(`${what}, 99th percentile`, percentile(latencies, 0.99), 'ms', 33);
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
