// This part of `npm run bench` compares `flink-tui logs` with `kubectl logs` on a real cluster. It also measures the
// log pane with a million lines on a simulated cluster.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cluster } from '../test/support/cluster.ts';
import { createLogPod } from '../test/support/log-pod.ts';
import { cpuMs, median, residentMiB, type WholeProcess } from '../test/support/measure.ts';
import { type Program, programFile, startProgram } from '../test/support/program.ts';

export type Print = (label: string, value: number, unit: 'ms' | 'MiB' | '% of a core' | '', budget?: number) => void;

const lines = Number(process.env.FLINK_TUI_BENCH_LOG_LINES ?? 1_000_000);
const runs = 5;
const podName = 'flink-tui-bench-logs';
/** Writes lines as long as Flink's own: 205 bytes including the line feed. */
const script = `seq -f "2026-11-24 02:00:00,000 INFO  org.apache.flink.runtime.taskmanager.Task                      [] - number %08.0f ${'with filler words of a typical message '.repeat(2)}until 205 bytes" 1 ${lines}; sleep 100000`;

/**
 * Runs `flink-tui logs POD` and `kubectl logs POD` alternately, because the computer's speed drifts. All lines must fit
 * in one log file, because the kubelet serves only the newest file.
 */
export async function measureLogs(
  { kubeconfig, session, kubectl }: { kubeconfig: string; session: string; kubectl: string },
  print: Print,
): Promise<void> {
  const target = ['--kubeconfig', kubeconfig];
  const remove = await createLogPod(kubeconfig, { clusterId: session, name: podName, script });
  try {
    const lastLine = `number ${String(lines).padStart(8, '0')}`;
    const newest = () => runTool(kubectl, [...target, 'logs', podName, '--tail=1']);
    await cluster.eventually(
      `pod ${podName} to write all lines`,
      async () => (await newest()).end.includes(lastLine),
      300_000,
    );
    const whole = await runTool(kubectl, [...target, 'logs', podName]);
    if (whole.lines !== lines) {
      console.log(`the kubelet serves only ${whole.lines} of ${lines} lines\nIncrease its containerLogMaxSize`);
    }
    const ours: WholeProcess[] = [];
    const theirs: WholeProcess[] = [];
    for (let run = 0; run < runs; run += 1) {
      ours.push(await runTool(process.execPath, [programFile(), 'logs', session, podName, ...target]));
      theirs.push(await runTool(kubectl, [...target, 'logs', podName]));
    }
    const medianOf = (runs: readonly WholeProcess[], field: 'wallMs' | 'cpuMs' | 'peakMiB') =>
      median(runs.map((run) => run[field]));
    const wall = medianOf(theirs, 'wallMs');
    const cpu = medianOf(theirs, 'cpuMs');
    print(`logs POD, ${whole.lines} lines, whole process`, medianOf(ours, 'wallMs'), 'ms', Math.round(wall));
    print('logs POD, CPU time', medianOf(ours, 'cpuMs'), 'ms', Math.round(cpu));
    print('logs POD, peak memory', medianOf(ours, 'peakMiB'), 'MiB', 110);
    print('kubectl logs POD, whole process', wall, 'ms');
    print('kubectl logs POD, CPU time', cpu, 'ms');
    print('kubectl logs POD, peak memory', medianOf(theirs, 'peakMiB'), 'MiB');
  } finally {
    await remove();
  }
}

export type PaneMeasures = {
  readonly print: Print;
  readonly measureKeys: (program: Program, scenario: string) => Promise<void>;
  readonly measureWatching: (program: Program, scenario: string, cpuBudget: number | undefined) => Promise<void>;
};

/** Measures the log pane with a million lines in the log files, while it follows 10,000 more lines per second. */
export async function measureMillionLines(
  target: readonly string[],
  size: { readonly columns: number; readonly rows: number },
  { print, measureKeys, measureWatching }: PaneMeasures,
): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), 'flink-tui-bench-'));
  const program = startProgram(['attach', ...target], { ...size, env: { XDG_CACHE_HOME: cache } });
  await program.sees(/lines a second +RUNNING +2\/2/, 30_000);
  program.press('G'); // the newest TaskManager
  await program.sees(/was counted/, 20_000);
  program.press('3');
  await program.sees('┏━ 3 Logs');
  await cluster.eventually(
    'a million lines in the files',
    () => spooledLines(join(cache, 'flink-tui', 'logs')) >= 1e6,
    300_000,
  );
  const scenario = '100 pods, a million lines, 10,000 more per second';
  await measureWatching(program, scenario, 20);
  await measureKeys(program, scenario);
  print(`memory, ${scenario}`, residentMiB(program.pid), 'MiB', 200);
  await measureSearches(program, print);
  program.press('q');
  await program.exited;
  rmSync(cache, { recursive: true });
}

/** Runs ten searches, each for a text that occurs once. Also measures the latency of keys during the searches. */
async function measureSearches(program: Program, print: Print): Promise<void> {
  const searches: number[] = [];
  const latencies: number[] = [];
  for (let run = 1; run <= 10; run += 1) {
    const text = `click ${run}00123 of`;
    program.press(`/${text}`);
    await program.sees(`/${text}`);
    const started = performance.now();
    program.press('\r');
    const found = program.sees(`${text}: 1 of 1`, 60_000).then(() => performance.now() - started);
    for (let press = 0; press < 3; press += 1) {
      await pause(30 + press * 40);
      const pressed = performance.now();
      program.press('w'); // toggles wrapping, which redraws the whole frame
      const before = program.written();
      await program.sees(() => program.written() > before);
      latencies.push(performance.now() - pressed);
    }
    searches.push(await found);
    program.press('\x1b');
    await program.sees((screen) => !screen.includes(`/${text}`));
  }
  print('search in a million lines, median', median(searches), 'ms', 1000);
  print('search in a million lines, slowest of 10', Math.max(...searches), 'ms', 1000);
  print('key to frame during a search, slowest of 30', Math.max(...latencies), 'ms', 33);
}

/** Estimates the number of lines in all files from the file sizes and the average line length of the largest file. */
function spooledLines(folder: string): number {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, name));
  const sizes = files.map((file) => statSync(file).size);
  const largest = files[sizes.indexOf(Math.max(...sizes))];
  if (largest === undefined) return 0;
  const sample = Buffer.alloc(65_536);
  const descriptor = openSync(largest, 'r');
  const length = readSync(descriptor, sample);
  closeSync(descriptor);
  const lines = sample.subarray(0, length).toString('latin1').split('\n').length - 1;
  return lines === 0 ? 0 : sizes.reduce((sum, size) => sum + size, 0) / (length / lines);
}

type ToolRun = WholeProcess & { readonly lines: number; readonly end: string };

/** Runs a program and counts its output lines. Samples CPU time and memory every 10 ms until the program exits. */
async function runTool(file: string, args: readonly string[]): Promise<ToolRun> {
  const started = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const usage = { cpuMs: 0, peakMiB: 0 };
  const sampling = setInterval(() => {
    if (child.pid === undefined || child.exitCode !== null) return;
    usage.cpuMs = cpuMs(child.pid);
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    // The status of a zombie process has no VmHWM line.
    if (peak !== undefined) usage.peakMiB = Number(peak) / 1024;
  }, 10);
  let found = 0;
  let end = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) found += 1;
    end = chunk.subarray(-1000).toString();
  }
  const exitCode = child.exitCode ?? (await once(child, 'exit'))[0];
  clearInterval(sampling);
  return { ...usage, wallMs: performance.now() - started, exitCode: Number(exitCode), lines: found, end };
}
