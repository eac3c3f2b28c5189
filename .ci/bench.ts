// `npm run bench`: the budgets of docs/numbers.md as figures and ratios (1.00 is the budget, less is better). Never fails
// on a timing. Against a simulated cluster, or, with FLINK_TUI_TEST_KUBECONFIG and FLINK_TUI_BENCH_SESSION, a real one.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo } from '../src/demo/start-demo.ts';
import { cpuMs, measureCommand, measureProgram, median, percentile, residentMiB } from '../test/support/measure.ts';
import { type Program, startProgram } from '../test/support/program.ts';

type Figure = { readonly what: string; readonly value: number; readonly unit: string; readonly budget?: number };

const runs = 5;
const waitMs = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function print({ what, value, unit, budget }: Figure): void {
  const ratio = budget === undefined ? '' : `  ${(value / budget).toFixed(2)} of the budget, ${budget} ${unit}`;
  console.log(
    `${what.padEnd(52)} ${value.toFixed(unit === 'ms' || unit === 'MiB' ? 0 : 2).padStart(7)} ${unit.padEnd(4)}${ratio}`,
  );
}

/** What must be on the screen for its panes to count as filled: a leading or running JobManager, a job, a log line. */
const filled = (screen: string) =>
  /RUNNING/.test(screen) && /\b(INFO|WARN|ERROR)\b/.test(screen) && /registered|idle|leader|running/.test(screen);

async function attachOnce(args: readonly string[]): Promise<{ firstFrame: number; panesFilled: number }> {
  const started = performance.now();
  const program = startProgram(args, { columns: 160, rows: 50 });
  await program.sees((screen) => screen.trim() !== '');
  const firstFrame = performance.now() - started;
  await program.sees(filled, 20_000);
  const panesFilled = performance.now() - started;
  program.press('q');
  await program.exited;
  return { firstFrame, panesFilled };
}

async function keyLatencies(program: Program, count: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let press = 0; press < count; press += 1) {
    const opening = press % 2 === 0;
    const started = performance.now();
    program.press(opening ? ':' : '\x1b');
    await program.sees((screen) => /^:/m.test(screen) === opening || screen.includes('│:') === opening);
    latencies.push(performance.now() - started);
    await waitMs(50);
  }
  return latencies;
}

async function measure(target: readonly string[], clusterId: string): Promise<void> {
  const attach = ['attach', clusterId, ...target];
  await attachOnce(attach); // fills the compile cache
  const attached = [];
  for (let run = 0; run < runs; run += 1) attached.push(await attachOnce(attach));
  print({
    what: 'first frame (median of five)',
    value: median(attached.map(({ firstFrame }) => firstFrame)),
    unit: 'ms',
    budget: 300,
  });
  print({
    what: 'attach to panes filled (median of five)',
    value: median(attached.map(({ panesFilled }) => panesFilled)),
    unit: 'ms',
    budget: 1000,
  });

  const lists = [];
  for (let run = 0; run < runs; run += 1) lists.push(await measureProgram(['list', clusterId, ...target]));
  const listMs = median(lists.map(({ wallMs }) => wallMs));
  print({ what: 'list ID, whole process (median of five)', value: listMs, unit: 'ms', budget: 500 });
  print({ what: 'list ID, CPU', value: median(lists.map((one) => one.cpuMs)), unit: 'ms' });
  print({ what: 'list ID, peak memory', value: median(lists.map(({ peakMiB }) => peakMiB)), unit: 'MiB', budget: 130 });
  const flink = process.env.FLINK_TUI_TEST_FLINK;
  if (flink !== undefined && flink !== '') {
    const flinkRuns = [];
    const command = [...flink.split(' '), 'list', '-t', 'kubernetes-session', `-Dkubernetes.cluster-id=${clusterId}`];
    for (let run = 0; run < runs; run += 1) flinkRuns.push(await measureCommand(command));
    const flinkMs = median(flinkRuns.map(({ wallMs }) => wallMs));
    print({ what: 'flink list, whole process (median of five)', value: flinkMs, unit: 'ms' });
    print({ what: 'list ID over flink list', value: listMs / flinkMs, unit: '', budget: 0.25 });
  }

  const program = startProgram(attach, { columns: 160, rows: 50 });
  await program.sees(filled, 20_000);
  const latencies = await keyLatencies(program, 60);
  print({ what: 'key to its frame, 99th percentile', value: percentile(latencies, 0.99), unit: 'ms', budget: 33 });
  print({ what: 'key to its frame, median', value: median(latencies), unit: 'ms' });
  const cpuBefore = cpuMs(program.pid);
  await waitMs(10_000);
  print({
    what: 'following the logs as they come, share of a core',
    value: (cpuMs(program.pid) - cpuBefore) / 10_000,
    unit: '',
    budget: 0.25,
  });
  print({ what: 'memory after that', value: residentMiB(program.pid), unit: 'MiB', budget: 200 });
  program.press('q');
  await program.exited;
}

const kubeconfig = process.env.FLINK_TUI_TEST_KUBECONFIG;
const session = process.env.FLINK_TUI_BENCH_SESSION;
execFileSync('node', ['.ci/build.mjs'], { stdio: 'inherit' });
if (kubeconfig !== undefined && session !== undefined) {
  console.log(`a real cluster: ${session}\n`);
  await measure(['--kubeconfig', kubeconfig], session);
} else {
  const demo = await startDemo();
  const file = join(mkdtempSync(join(tmpdir(), 'flink-tui-bench-')), 'kubeconfig');
  writeFileSync(file, demo.kubeconfig());
  console.log('a simulated cluster (set FLINK_TUI_TEST_KUBECONFIG and FLINK_TUI_BENCH_SESSION for a real one)\n');
  await measure(['--kubeconfig', file], demo.clusterId);
  await demo.close();
}
