// What `npm run bench` measures of logs: the whole log of a pod beside kubectl, on a real cluster; and the log pane
// with a million lines in its files, on a simulated one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { until } from '../test/support/cluster.ts';
import { createLogPod } from '../test/support/log-pod.ts';
import { cpuMs, measureProgram, median, type WholeProcess } from '../test/support/measure.ts';

export type Print = (what: string, value: number, unit: 'ms' | 'MiB' | '% of a core' | '', budget?: number) => void;

const lines = Number(process.env.FLINK_TUI_BENCH_LOG_LINES ?? 1_000_000);
const runs = 3;
const podName = 'flink-tui-bench-logs';
/** As long as Flink's own are: 205 bytes with the line feed. */
const script = `seq -f "2026-11-24 02:00:00,000 INFO  org.apache.flink.runtime.taskmanager.Task                      [] - number %08.0f ${'of the lines of a pod that writes much '.repeat(2)}and says little" 1 ${lines}; sleep 100000`;

/**
 * `flink-tui logs POD` and `kubectl logs POD` in turn, since a machine's speed drifts. The kubelet must keep that much in
 * one file: it hands out the newest alone.
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
    await until(`${podName} to write its lines`, async () => (await newest()).end.includes(lastLine), 300_000);
    const whole = await runTool(kubectl, [...target, 'logs', podName]);
    if (whole.lines !== lines) {
      console.log(`the kubelet hands out ${whole.lines} of ${lines} lines: its log files are smaller than that`);
    }
    const ours: WholeProcess[] = [];
    const theirs: WholeProcess[] = [];
    for (let run = 0; run < runs; run += 1) {
      ours.push(await measureProgram(['logs', session, podName, ...target]));
      theirs.push(await runTool(kubectl, [...target, 'logs', podName]));
    }
    const of = (runs: readonly WholeProcess[], what: 'wallMs' | 'cpuMs' | 'peakMiB') =>
      median(runs.map((run) => run[what]));
    const wall = of(theirs, 'wallMs');
    const cpu = of(theirs, 'cpuMs');
    print(`logs POD, ${whole.lines} lines, whole process`, of(ours, 'wallMs'), 'ms', Math.round(wall));
    print('logs POD, CPU time', of(ours, 'cpuMs'), 'ms', Math.round(cpu));
    print('logs POD, peak memory', of(ours, 'peakMiB'), 'MiB', 130);
    print('kubectl logs POD, whole process', wall, 'ms');
    print('kubectl logs POD, CPU time', cpu, 'ms');
    print('kubectl logs POD, peak memory', of(theirs, 'peakMiB'), 'MiB');
  } finally {
    await remove();
  }
}

type ToolRun = WholeProcess & { readonly lines: number; readonly end: string };

/** CPU and memory as they were at the last look, some milliseconds before the end. */
async function runTool(file: string, args: readonly string[]): Promise<ToolRun> {
  const started = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const usage = { cpuMs: 0, peakMiB: 0 };
  const look = setInterval(() => {
    if (child.pid === undefined || child.exitCode !== null) return;
    usage.cpuMs = cpuMs(child.pid);
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
    // One that has ended, and was not waited for yet, has no memory.
    if (peak !== undefined) usage.peakMiB = Number(peak) / 1024;
  }, 10);
  let found = 0;
  let end = '';
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) found += 1;
    end = chunk.subarray(-1000).toString();
  }
  const exitCode = child.exitCode ?? (await once(child, 'exit'))[0];
  clearInterval(look);
  return { ...usage, wallMs: performance.now() - started, exitCode: Number(exitCode), lines: found, end };
}
