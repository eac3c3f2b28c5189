// `npm run bench`: the budgets of docs/numbers.md as figures and ratios (1.00 is the budget, less is better). Never
// fails on a timing. It runs the built program against a simulated cluster in another process; and against a real one
// where FLINK_TUI_TEST_KUBECONFIG and FLINK_TUI_BENCH_SESSION name it, beside `flink list` where FLINK_TUI_TEST_FLINK says
// how that is started, and beside kubectl where FLINK_TUI_TEST_KUBECTL does. Starts are medians of five.
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
import { measureLevels } from './bench-levels.ts';
import { measureLogs, measureMillionLines, type PaneMeasures } from './bench-logs.ts';

type Unit = 'ms' | 'MiB' | 'bytes' | '% of a core' | '';
type Budget = number | undefined;

const runs = 5;
const keyPresses = 120;
const watchedMs = 10_000;
const size = { columns: 160, rows: 50 };
const folder = mkdtempSync(join(tmpdir(), 'flink-tui-bench-'));

function print(what: string, value: number, unit: Unit, budget?: Budget): void {
  const figure = value.toFixed(unit === '' ? 2 : unit === '% of a core' ? 1 : 0);
  const ratio = budget === undefined ? '' : `${(value / budget).toFixed(2)} of ${budget}`;
  console.log(`${what.padEnd(58)} ${figure.padStart(8)} ${unit.padEnd(11)} ${ratio}`.trimEnd());
}

/** Gives `use` the arguments that lead to a simulated cluster, which lives as long as it runs. */
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

/** What must be on the screen for its panes to count as filled: a pod's word, a job's state, a line of a log. */
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
  print('first frame', median(starts.map(({ firstFrame }) => firstFrame)), 'ms', 300);
  print('attach to panes filled', median(starts.map(({ filled }) => filled)), 'ms', 1000);
}

/** The whole process; where there is a `flink`, in turn with it, since a machine's speed drifts. */
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
  print('list ID, peak memory', median(ours.map((one) => one.peakMiB)), 'MiB', 130);
  if (flink === undefined) return;
  const flinkMs = median(theirs.map((one) => one.wallMs));
  print('flink list, whole process', flinkMs, 'ms');
  print('list ID over flink list', wallMs / flinkMs, '', 0.25);
}

/** Letters typed after `:`, one at a time and at uneven moments, each until it is on the screen. */
async function measureKeys(program: Program, while_: string): Promise<void> {
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
  print(`key to its frame, ${while_}, median`, median(latencies), 'ms');
  print(`key to its frame, ${while_}, 99th percentile`, percentile(latencies, 0.99), 'ms', 33);
}

async function measureWatching(program: Program, what: string, cpuBudget: Budget, byteBudget?: Budget): Promise<void> {
  const before = { cpu: cpuMs(program.pid), written: program.written(), at: performance.now() };
  await pause(watchedMs);
  const share = (cpuMs(program.pid) - before.cpu) / (performance.now() - before.at);
  print(`${what}, CPU`, share * 100, '% of a core', cpuBudget);
  const bytes = program.written() - before.written;
  console.log(
    `${`${what}, written to the terminal in 10 s`.padEnd(58)} ${String(bytes).padStart(8)} bytes       ${byteBudget === 0 ? 'budget: none' : ''}`.trimEnd(),
  );
}

async function measureFollowing(target: readonly string[], what: string, cpuBudget: Budget): Promise<void> {
  const program = startProgram(['attach', ...target], size);
  await program.sees(isFilled, 20_000);
  program.press('G'); // the newest TaskManager
  await program.sees(/was counted/, 20_000);
  program.press('3');
  await program.sees('┏━ 3 Logs');
  await pause(2000);
  await measureWatching(program, `following ${what}`, cpuBudget);
  await measureKeys(program, what);
  print(`memory after following ${what}`, residentMiB(program.pid), 'MiB', 200);
  await quit(program);
}

async function measureIdle(target: readonly string[]): Promise<void> {
  const program = startProgram(['attach', ...target], size);
  await program.sees(/No jobs/, 20_000);
  await pause(5000);
  await measureWatching(program, 'idle', 1, 0);
  await measureKeys(program, 'idle');
  print('memory, idle', residentMiB(program.pid), 'MiB', 200);
  await quit(program);
}

const paneMeasures: PaneMeasures = { print, keys: measureKeys, watching: measureWatching };
const wanted = process.argv.slice(2);
/** `npm run bench -- start logs` measures these parts alone. */
const parts: readonly (readonly [name: string, what: string, measure: () => Promise<void>])[] = [
  ['start', 'a simulated cluster', () => withCluster({}, measureStart)],
  ['list', 'a simulated cluster', () => withCluster({}, (target) => measureList(target))],
  ['idle', 'a simulated cluster', () => withCluster({ jobs: 'none' }, measureIdle)],
  ['follow', 'a simulated cluster', () => followAt(1000, 25)],
  ['follow', 'a simulated cluster', () => followAt(10_000, 40)],
  [
    'million',
    'a simulated cluster',
    () =>
      // A hundred pods: the JobManager's, those of the jobs, and the one that writes.
      withCluster({ jobs: 'none', extraTaskManagers: 98, extraJobs: 98, logLinesPerSecond: 10_000 }, (target) =>
        measureMillionLines(target, size, paneMeasures),
      ),
  ],
  ['crowd', 'a simulated cluster', () => withCluster(crowd, (target) => measureCrowd(target, size, paneMeasures))],
  ...realParts(process.env),
];

function followAt(linesPerSecond: number, cpuBudget: number): Promise<void> {
  return withCluster({ jobs: 'none', logLinesPerSecond: linesPerSecond }, (target) =>
    measureFollowing(target, `${linesPerSecond} lines/s`, cpuBudget),
  );
}

function realParts({
  FLINK_TUI_TEST_KUBECONFIG: kubeconfig,
  FLINK_TUI_BENCH_SESSION: session,
  FLINK_TUI_TEST_FLINK: flink,
  FLINK_TUI_TEST_KUBECTL: kubectl,
}: NodeJS.ProcessEnv): typeof parts {
  if (!kubeconfig || !session) return [];
  const where = `a real cluster, ${session}`;
  const target = [session, '--kubeconfig', kubeconfig];
  const flinkList = ['list', '-t', 'kubernetes-session', `-Dkubernetes.cluster-id=${session}`];
  const ofFlink: typeof parts = [
    ['start', where, () => measureStart(target)],
    ['list', where, () => measureList(target, flink ? [...flink.split(' '), ...flinkList] : undefined)],
  ];
  if (!kubectl) return ofFlink;
  return [
    ...ofFlink,
    ['logs', where, () => measureLogs({ kubeconfig, session, kubectl }, print)],
    ['levels', where, () => measureLevels({ kubeconfig, session, kubectl }, print)],
    ['forwards', where, () => measureForwards(session, print)],
  ];
}

execFileSync(process.execPath, ['.ci/build.mjs'], { stdio: 'inherit' });
let whereBefore = '';
for (const [name, where, measure] of parts) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  if (where !== whereBefore) console.log(`\n${where}`);
  whereBefore = where;
  await measure();
}
rmSync(folder, { recursive: true });
