import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { createLogPod } from '../support/log-pod.ts';
import { programFile } from '../support/program.ts';

const clusterId = 'flink-tui-logs-command';
const writer = `${clusterId}-taskmanager-9-1`;
const failing = `${clusterId}-taskmanager-9-2`;
const lineCount = 2500;
/** Writes up to 200 lines per second, so that every fault happens while lines are written. */
const counting = `for ((i = 1; i <= ${lineCount}; i++)); do echo "number $i"; sleep 0.005; done; sleep 1000`;
const head = (level: string) => `2026-11-24 02:00:00,000 ${level.padEnd(5)} org.example.Sink [] -`;
const throwing = `echo "${head('INFO')} well"; echo "${head('ERROR')} broken"; printf 'x.Y: no\\n\\tat a.B.c(B.java:1)\\n'; echo "${head('INFO')} on"; sleep 1000`;

let kubernetes: KubernetesApi;
const removals: (() => Promise<void>)[] = [];
before(async () => {
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId]);
});
after(async () => {
  await Promise.allSettled(removals.map((remove) => remove()));
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

function startLogs(...logsArgs: readonly string[]) {
  const args = [programFile(), 'logs', clusterId, ...logsArgs, '--kubeconfig', cluster.kubeconfig()];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  const notes: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => notes.push(chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    out: () => Buffer.concat(chunks).toString(),
    notes: () => notes.join(''),
    exited,
    stop: () => child.kill('SIGINT'),
  };
}

async function printed(...logsArgs: readonly string[]): Promise<string> {
  const { out, exited, notes } = startLogs(...logsArgs);
  assert.equal(await exited, 0, notes());
  return out();
}

test('filters apply to whole events, in text and JSON', { timeout: 120_000 }, async () => {
  removals.push(await createLogPod(cluster.kubeconfig(), { clusterId, name: failing, script: throwing }));
  await cluster.eventually('all lines of the failing pod', async () => (await printed('9-2')).endsWith('on\n'));
  assert.equal(await printed('9-2', '--level', 'ERROR'), `${head('ERROR')} broken\nx.Y: no\n\tat a.B.c(B.java:1)\n`);
  const events = (await printed('--grep', 'a.B.c', '-o', 'json'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.equal(events.length, 1, 'expected one event in all pods of the session');
  assert.deepEqual([events[0].pod, events[0].level, events[0].message], [failing, 'ERROR', 'broken']);
  assert.deepEqual(events[0].stack, ['x.Y: no', '\tat a.B.c(B.java:1)']);
  const merged = (await printed()).split('\n');
  assert.ok(merged.some((line) => line.startsWith(`[${failing}] `)));
  assert.ok(
    merged.some((line) => /^\[flink-tui-logs-command-[0-9a-f]+-\w+\] /.test(line)),
    'expected lines of the JobManager',
  );
});

test('logs -f prints every line exactly once, even if connections break', {
  timeout: 180_000,
}, async (context) => {
  if (!cluster.hasFaults()) return context.skip('FLINK_TUI_TEST_FAULT is not set');
  removals.push(await createLogPod(cluster.kubeconfig(), { clusterId, name: writer, script: counting }));
  const { out, notes, exited, stop } = startLogs(writer, '-f');
  const numbers = () => [...out().matchAll(/^number (\d+)$/gm)].map((match) => Number(match[1]));
  await cluster.eventually('some lines', () => numbers().length > 100);
  await cluster.fault(['cut']);
  await cluster.eventually('more lines', () => numbers().length > 800);
  await cluster.fault(['restart']);
  await cluster.eventually('the last line', () => numbers().includes(lineCount), 120_000);
  assert.deepEqual(
    numbers(),
    Array.from({ length: lineCount }, (_, index) => index + 1),
    notes(),
  );
  assert.doesNotMatch(notes(), /missing/);
  await removals.pop()?.();
  assert.equal(await Promise.race([exited, pause(60_000, 'still running', { ref: false })]), 0, notes());
  assert.match(notes(), /end of log: the pod is gone/);
  stop();
});
