import assert from 'node:assert/strict';
import { after, afterEach, before, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { type DiagnosisData, why } from '../support/diagnosis.ts';
import { type Recorder, startRecorder } from '../support/recorder.ts';
import { runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// Faults of jobs/Trouble that need minutes of history, each in a session of its own that is recorded. 35 minutes.

const clusterId = 'flink-tui-test-deep-dive';
const minuteMs = 60_000;
const mebibyte = 2 ** 20;
const isSkipped = process.env.FLINK_TUI_TEST_KUBECONFIG === undefined && 'FLINK_TUI_TEST_KUBECONFIG is not set';
const options = { skip: isSkipped, timeout: 25 * minuteMs };
const keepTaskManagers = '-Dresourcemanager.taskmanager-timeout=600000';
let kubernetes: KubernetesApi;

before(async () => {
  if (!isSkipped) kubernetes = await cluster.connect();
});
afterEach(async () => {
  if (!isSkipped) await removeSession(kubernetes, clusterId);
});
after(async () => {
  if (!isSkipped) await kubernetes.close();
});

/** Starts a session and a recorder. Returns the folder of the journal. */
async function startRecorded(t: TestContext, ...args: readonly string[]): Promise<string> {
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId, ...args]);
  // Node runs the hooks in this order: the recorder ends before its folder is removed.
  let recorder: Recorder | undefined;
  t.after(() => recorder?.end('SIGTERM'));
  const stateFolder = await temporaryFolder(t);
  recorder = startRecorder([clusterId], { kubeconfig: cluster.kubeconfig(), stateFolder });
  await cluster.eventually('the recorder', () => recorder?.status().includes(`${clusterId}: recording`));
  return stateFolder;
}

const submit = (...args: readonly string[]) => cluster.submit([clusterId, 'Trouble', ...args]);

async function read(command: string, args: readonly string[], stateFolder: string) {
  const all = [command, clusterId, ...args, '--kubeconfig', cluster.kubeconfig(), '-o', 'json'];
  const { stdout, stderr } = await runProgram(all, { env: { XDG_STATE_HOME: stateFolder } });
  if (stdout === '') throw new Error(`${command}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Diagnoses every ten seconds until one of the rules has a finding. Returns when each rule had its first finding. */
async function diagnoseUntil(rules: readonly string[], stateFolder: string, timeoutMs: number) {
  const firstAt = new Map<string, number>();
  const texts = new Map<string, string>();
  const endAt = Date.now() + timeoutMs;
  const isFound = () => rules.some((rule) => firstAt.has(rule));
  while (!isFound()) {
    if (Date.now() > endAt) throw new Error(`no ${rules} within ${timeoutMs} ms: ${JSON.stringify([...texts])}`);
    const { findings }: DiagnosisData = await why(clusterId, stateFolder);
    for (const finding of findings) {
      if (!firstAt.has(finding.rule)) firstAt.set(finding.rule, Date.now());
      texts.set(finding.rule, [finding.text, ...finding.evidence].join('\n'));
    }
    if (!isFound()) await pause(10_000);
  }
  return { firstAt, texts };
}

const heapOf644MiB = '-Dtaskmanager.memory.process.size=2000m';
const others = (firstAt: ReadonlyMap<string, number>, expected: RegExp) =>
  [...firstAt.keys()].filter((rule) => !expected.test(rule));

test('a native leak is warned of two minutes before the kill, and the cause is named after it', options, async (t) => {
  const stateFolder = await startRecorded(t);
  await submit('--leak-native', '1');
  const { firstAt, texts } = await diagnoseUntil(['lost-task-manager'], stateFolder, 20 * minuteMs);
  const aheadMs = (firstAt.get('lost-task-manager') ?? 0) - (firstAt.get('memory-near-limit') ?? Number.NaN);
  t.diagnostic(`warned ${Math.round(aheadMs / 1000)} s before: ${texts.get('memory-near-limit')?.split('\n')[0]}`);
  assert.ok(aheadMs >= 2 * minuteMs, `${aheadMs} ms`);
  assert.match(texts.get('lost-task-manager') ?? '', /OOM-killed at \d+ of 1000 MiB/);
  assert.deepEqual(others(firstAt, /memory-near-limit|lost-task-manager|job-failed/), []);
});

test('a heap that fills up is warned of half a minute before the job ends', options, async (t) => {
  const stateFolder = await startRecorded(t, heapOf644MiB);
  const job = await submit('--leak-heap', '1', '--rate', '50');
  const { firstAt, texts } = await diagnoseUntil(['heap-near-limit'], stateFolder, 15 * minuteMs);
  t.diagnostic(`${texts.get('heap-near-limit')?.split('\n')[0]}`);
  await pause(30_000);
  assert.equal((await read('job', [job], stateFolder)).state, 'RUNNING');
  assert.deepEqual(others(firstAt, /heap-near-limit|long-gc/), []);
});

test('a full heap is the cause of what it ends: the job, or the JVM', options, async (t) => {
  const stateFolder = await startRecorded(t, heapOf644MiB);
  await submit('--leak-heap', '2', '--rate', '50');
  const ends = ['lost-task-manager', 'job-failed'];
  const { firstAt, texts } = await diagnoseUntil(ends, stateFolder, 10 * minuteMs);
  const text = texts.get('lost-task-manager') ?? texts.get('job-failed') ?? '';
  t.diagnostic(text.replaceAll('\n', '; '));
  assert.match(
    text,
    /its heap was full: \d+ of 644 MiB|OutOfMemoryError: Java heap space, in work .* on \S+-taskmanager-1-1/,
  );
  assert.deepEqual(others(firstAt, /heap-near-limit|long-gc|lost-task-manager|job-failed/), []);
});

test('the metaspace of finished jobs has a slope within a fifth, and the jobs left are named', options, async (t) => {
  // The leaked loaders of six jobs would fill the heap of a smaller TaskManager.
  const stateFolder = await startRecorded(t, keepTaskManagers, '-Dtaskmanager.memory.process.size=1400m');
  const levels: number[] = [];
  for (let count = 0; count < 6; count += 1) {
    const id = await submit('--leak-classes', '2000', '--records', '20', '--name', `classes ${count}`);
    const isFinished = async () => (await read('job', [id], stateFolder)).state === 'FINISHED';
    await cluster.eventually('the end of the job', isFinished, 2 * minuteMs);
    // The JobManager fetches metrics every ten seconds.
    await pause(22_000);
    const { pods } = await read('memory', ['taskmanager-1-1'], stateFolder);
    levels.push(pods[0].metaspaceUsed / mebibyte);
  }
  const truth = ((levels.at(-1) ?? 0) - (levels[0] ?? 0)) / (levels.length - 1);
  const { findings } = await why(clusterId, stateFolder);
  const [finding] = findings;
  t.diagnostic(`${levels.map(Math.round).join(', ')} MiB: ${truth.toFixed(1)} MiB a job. ${finding?.text}`);
  assert.equal(finding?.rule, 'metaspace-leak');
  const slope = Number(/([\d.]+) MiB more with each finished job: \d+ more jobs? fits?/.exec(finding.text)?.[1]);
  assert.ok(Math.abs(slope - truth) <= truth / 5, `${slope} MiB`);
  assert.deepEqual([...new Set(findings.map(({ rule }) => rule))], ['metaspace-leak']);
});

test('a flood is named first, and raising its level saves what was predicted', options, async (t) => {
  const stateFolder = await startRecorded(t);
  await submit('--log-every', '1', '--rate', '5000');
  await diagnoseUntil(['log-flood'], stateFolder, 4 * minuteMs);
  const sample = () => read('talkers', ['--follow-for', '10s'], stateFolder);
  const before = await sample();
  const [first] = before.loggers;
  assert.equal(first.logger, 'Trouble');
  const { savedShare } = first.predictions.find(({ level }: { readonly level: string }) => level === 'WARN');
  const raise = ['log-level', clusterId, 'Trouble', 'WARN', '--yes', '--kubeconfig', cluster.kubeconfig()];
  const { exitCode, stderr } = await runProgram(raise, {
    env: { XDG_STATE_HOME: stateFolder },
    timeoutMs: 3 * minuteMs,
  });
  assert.equal(exitCode, 0, stderr);
  const saved = 1 - (await sample()).bytesPerSecond / before.bytesPerSecond;
  t.diagnostic(
    `predicted ${savedShare.toFixed(2)}, saved ${saved.toFixed(2)} of ${Math.round(before.bytesPerSecond)} B/s`,
  );
  assert.ok(Math.abs(saved - savedShare) <= 0.1, `${saved}`);
});

test('a blocked method has nine of ten samples of its thread', options, async (t) => {
  const stateFolder = await startRecorded(t);
  await submit('--block', '500', '--parallelism', '2');
  await diagnoseUntil(['blocked-subtask'], stateFolder, 4 * minuteMs);
  const { rows, samples } = await read('threads', ['Trouble', 'work', '1'], stateFolder);
  t.diagnostic(`${rows[0].share} % of ${samples} samples in ${rows[0].what}`);
  assert.ok(rows[0].share > 90 && /Store\.fetch/.test(rows[0].what), JSON.stringify(rows[0]));
});
