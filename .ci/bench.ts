// `npm run bench` measures the built program against the budgets of docs/numbers.md, but no timing makes it fail. It
// uses a simulated cluster, and also a real cluster if the environment variables of `realParts` are set.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DemoScenario } from '../src/demo/demo.ts';
import { cpuMs, measureCommand, measureProgram, median, percentile, residentMiB } from '../test/support/measure.ts';
import { type Program, startProgram } from '../test/support/program.ts';
import { crowd, measureCrowd } from './bench-crowd.ts';
import { measureForwards } from './bench-forward.ts';
import { measureJobPage, wide } from './bench-job.ts';
import { measureJournal } from './bench-journal.ts';
import { measureLevels } from './bench-levels.ts';
import { measureLogs, measureMillionLines, type PaneMeasures } from './bench-logs.ts';
import { measureSwitching, threeSessions } from './bench-switch.ts';
import { measureWhy, twentyJobs } from './bench-why.ts';

type Unit = 'ms' | 'MiB' | 'bytes' | '% of a core' | '';
type Budget = number | undefined;

/** The figures of start and list are medians of this number of runs. */
const runs = 5;
const keyPresses = 120;
const watchedMs = 10_000;
const size = { columns: 160, rows: 50 };
const folder = mkdtempSync(join(tmpdir(), 'flink-tui-bench-'));

/** Prints a value and its ratio to the budget. A ratio below 1.00 is better than the budget. */
function print(label: string, value: number, unit: Unit, budget?: Budget): void {
  const figure = value.toFixed(unit === '' ? 2 : unit === '% of a core' ? 1 : 0);
  const ratio = budget === undefined ? '' : `${(value / budget).toFixed(2)} of ${budget}`;
  console.log(`${label.padEnd(58)} ${figure.padStart(8)} ${unit.padEnd(11)} ${ratio}`.trimEnd());
}

/** Runs a simulated cluster in another process while `use` runs. `use` gets the arguments that select the cluster. */
async function withCluster(scenario: DemoScenario, use: (target: readonly string[]) => Promise<void>): Promise<void> {
  const command = ['--import=tsx', '.ci/bench-cluster.ts', JSON.stringify(scenario)];
  const cluster = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [kubeconfig] = await once(cluster.stdout, 'data');
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, kubeconfig);
  await use(['my-first-flink-cluster', '--kubeconfig', file]);
  cluster.stdin.end();
  await once(cluster, 'exit');
}

/** Returns whether all panes have content: the status of a pod, the state of a job, and a log line. */
const isFilled = (screen: string) =>
  /\bregistered\b/.test(screen) && /\bRUNNING\b/.test(screen) && /\d\d:\d\d:\d\d (INFO|WARN|ERROR)/.test(screen);

async function attachOnce(target: readonly string[]): Promise<{ firstFrame: number; filled: number }> {
  const started = performance.now();
  const program = startProgram(['attach', ...target], size);
  await program.sees((screen) => screen.trim() !== '');
  const firstFrame = performance.now() - started;
  await program.sees(isFilled, 20_000);
  const filled = performance.now() - started;
  await quit(program);
  return { firstFrame, filled };
}

async function quit(program: Program): Promise<void> {
  program.press('q');
  await program.exited;
}

async function measureStart(target: readonly string[]): Promise<void> {
  await attachOnce(target); // fills the compile cache
  const starts = [];
  for (let run = 0; run < runs; run += 1) starts.push(await attachOnce(target));
  print('first frame', median(starts.map(({ firstFrame }) => firstFrame)), 'ms', 200);
  print('attach until panes are filled', median(starts.map(({ filled }) => filled)), 'ms', 700);
}

/** Measures whole processes. Alternates with `flink list`, if given, because the computer's speed drifts. */
async function measureList(target: readonly string[], flink?: readonly string[]): Promise<void> {
  await measureProgram(['list', ...target]);
  const ours = [];
  const theirs = [];
  for (let run = 0; run < runs; run += 1) {
    ours.push(await measureProgram(['list', ...target]));
    if (flink !== undefined) theirs.push(await measureCommand(flink));
  }
  const wallMs = median(ours.map((one) => one.wallMs));
  print('list ID, whole process', wallMs, 'ms', 500);
  print('list ID, CPU time', median(ours.map((one) => one.cpuMs)), 'ms');
  print('list ID, peak memory', median(ours.map((one) => one.peakMiB)), 'MiB', 110);
  if (flink === undefined) return;
  const flinkMs = median(theirs.map((one) => one.wallMs));
  print('flink list, whole process', flinkMs, 'ms');
  print('ratio of list ID to flink list', wallMs / flinkMs, '', 0.15);
}

/** Types letters on the command line at irregular intervals, and measures the time until each one is on the screen. */
async function measureKeys(program: Program, scenario: string): Promise<void> {
  const isTyped = (letters: number) => (screen: string) => screen.includes(`\n:${'x'.repeat(letters)} `);
  const latencies: number[] = [];
  program.press(':');
  await program.sees(/^:/m);
  for (let press = 0; press < keyPresses; press += 1) {
    await pause(40 + ((press * 37) % 90));
    const letters = press % 30;
    const started = performance.now();
    program.press(letters < 29 ? 'x' : '\x15');
    await program.sees(isTyped(letters < 29 ? letters + 1 : 0));
    latencies.push(performance.now() - started);
  }
  program.press('\x1b');
  await program.sees((screen) => !/^:/m.test(screen));
  print(`key to frame, ${scenario}, median`, median(latencies), 'ms');
  print(`key to frame, ${scenario}, 99th percentile`, percentile(latencies, 0.99), 'ms', 33);
}

async function measureWatching(
  program: Program,
  scenario: string,
  cpuBudget: Budget,
  byteBudget?: Budget,
): Promise<void> {
  const before = { cpu: cpuMs(program.pid), written: program.written(), at: performance.now() };
  await pause(watchedMs);
  const share = (cpuMs(program.pid) - before.cpu) / (performance.now() - before.at);
  print(`${scenario}, CPU`, share * 100, '% of a core', cpuBudget);
  const bytes = program.written() - before.written;
  console.log(
    `${`${scenario}, written to the terminal in 10 s`.padEnd(58)} ${String(bytes).padStart(8)} bytes       ${byteBudget === 0 ? 'budget: 0' : ''}`.trimEnd(),
  );
}

async function measureFollowing(target: readonly string[], scenario: string, cpuBudget: Budget): Promise<void> {
  const program = startProgram(['attach', ...target], size);
  await program.sees(isFilled, 20_000);
  program.press('G'); // the newest TaskManager
  await program.sees(/was counted/, 20_000);
  program.press('3');
  await program.sees('┏━ 3 Logs');
  await pause(2000);
  await measureWatching(program, `following ${scenario}`, cpuBudget);
  await measureKeys(program, scenario);
  print(`memory after following ${scenario}`, residentMiB(program.pid), 'MiB', 200);
  await quit(program);
}

async function measureIdle(target: readonly string[]): Promise<void> {
  const program = startProgram(['attach', ...target], size);
  await program.sees(/No jobs/, 20_000);
  await pause(5000);
  await measureWatching(program, 'idle', 0.5, 0);
  await measureKeys(program, 'idle');
  print('memory, idle', residentMiB(program.pid), 'MiB', 200);
  await quit(program);
}

const paneMeasures: PaneMeasures = { print, measureKeys, measureWatching };
const selected = process.argv.slice(2);
/** `npm run bench -- start logs` measures only these parts. */
const parts: readonly (readonly [name: string, cluster: string, measure: () => Promise<void>])[] = [
  ['start', 'a simulated cluster', () => withCluster({}, measureStart)],
  ['list', 'a simulated cluster', () => withCluster({}, (target) => measureList(target))],
  ['idle', 'a simulated cluster', () => withCluster({ jobs: 'none' }, measureIdle)],
  ['follow', 'a simulated cluster', () => followAt(1000, 20)],
  ['follow', 'a simulated cluster', () => followAt(10_000, 20)],
  [
    'million',
    'a simulated cluster',
    () =>
      // 100 pods: the JobManager, 98 TaskManagers of jobs, and one TaskManager that writes the lines.
      withCluster({ jobs: 'none', extraTaskManagers: 98, extraJobs: 98, logLinesPerSecond: 10_000 }, (target) =>
        measureMillionLines(target, size, paneMeasures),
      ),
  ],
  ['crowd', 'a simulated cluster', () => withCluster(crowd, (target) => measureCrowd(target, size, paneMeasures))],
  ['job', 'a simulated cluster', () => withCluster(wide, (target) => measureJobPage(target, size, paneMeasures))],
  ['why', 'a simulated cluster', () => withCluster(twentyJobs, (target) => measureWhy(target, size, print))],
  ['journal', 'a simulated cluster', () => withCluster({}, (target) => measureJournal(target, size, paneMeasures))],
  ['switch', 'a simulated cluster', () => withCluster(threeSessions, (target) => measureSwitching(target, print))],
  ...realParts(process.env),
];

function followAt(linesPerSecond: number, cpuBudget: number): Promise<void> {
  return withCluster({ jobs: 'none', logLinesPerSecond: linesPerSecond }, (target) =>
    measureFollowing(target, `${linesPerSecond} lines/s`, cpuBudget),
  );
}

/**
 * Returns the parts for a real cluster if a kubeconfig and a session are set. `flink` adds a comparison with
 * `flink list`, and `kubectl` adds comparisons with kubectl.
 */
function realParts({
  FLINK_TUI_TEST_KUBECONFIG: kubeconfig,
  FLINK_TUI_BENCH_SESSION: session,
  FLINK_TUI_TEST_FLINK: flink,
  FLINK_TUI_TEST_KUBECTL: kubectl,
}: NodeJS.ProcessEnv): typeof parts {
  if (!kubeconfig || !session) return [];
  const clusterName = `a real cluster, ${session}`;
  const target = [session, '--kubeconfig', kubeconfig];
  const flinkList = ['list', '-t', 'kubernetes-session', `-Dkubernetes.cluster-id=${session}`];
  const flinkParts: typeof parts = [
    ['start', clusterName, () => measureStart(target)],
    ['list', clusterName, () => measureList(target, flink ? [...flink.split(' '), ...flinkList] : undefined)],
  ];
  if (!kubectl) return flinkParts;
  return [
    ...flinkParts,
    ['logs', clusterName, () => measureLogs({ kubeconfig, session, kubectl }, print)],
    ['levels', clusterName, () => measureLevels({ kubeconfig, session, kubectl }, print)],
    ['forwards', clusterName, () => measureForwards(session, print)],
  ];
}

execFileSync(process.execPath, ['.ci/build.mjs'], { stdio: 'inherit' });
let previousCluster = '';
for (const [name, clusterName, measure] of parts) {
  if (selected.length > 0 && !selected.includes(name)) continue;
  if (clusterName !== previousCluster) console.log(`\n${clusterName}`);
  previousCluster = clusterName;
  await measure();
}
rmSync(folder, { recursive: true });
