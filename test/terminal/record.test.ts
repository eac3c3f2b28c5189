import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import type { Demo } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { flinkConfigMapName } from '../../src/flink/names.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import type { ConfigMap } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { describeEntry } from '../../src/session/journal/describe-entry.ts';
import { readJournal } from '../../src/session/journal/store/read-journal.ts';
import { segmentsIn } from '../session/journal/store/journal-fixtures.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';
import { startProgram } from '../support/program.ts';
import { type Recorder, readTimelineData, startRecorder } from '../support/recorder.ts';
import { runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const other = 'fraud-detection';
/** Waiting takes seconds. */
const everyMs = 100;
let demo: Demo;
let kubeconfig: string;
before(async () => {
  demo = await startDemo({ speed: 20, scenario: { jobs: 'none' } });
  kubeconfig = demoKubeconfig(demo);
});
after(() => demo.close());

/** Starts `record` without a terminal. */
function record(context: TestContext, stateFolder: string, ...clusterIds: readonly string[]): Recorder {
  const recorder = startRecorder(clusterIds, { kubeconfig, stateFolder });
  context.after(() => recorder.end('SIGKILL'));
  return recorder;
}

const isRecording = (recorder: Recorder, clusterId: string) =>
  eventually(`${clusterId} to be recorded`, () => recorder.status().includes(`${clusterId}: recording`), {
    state: recorder.status,
    everyMs,
  });

/** Changes Flink's configuration. No server states the time of such a change. */
async function setSlots(slots: number): Promise<void> {
  const kubernetes = await connectKubernetes({ file: kubeconfig, env: {} });
  const name = flinkConfigMapName(demo.clusterId);
  const path = { resource: resources.configMaps, namespace: demo.namespace, name };
  const config = (await kubernetes.get<ConfigMap>(path)).data?.['config.yaml'] ?? '';
  await kubernetes.patch(path, { data: { 'config.yaml': config.replace(/(numberOfTaskSlots:) .*/, `$1 ${slots}`) } });
  await kubernetes.close();
}

/** Returns the stored entries of a cluster. */
async function storedEntries(stateFolder: string, clusterId = demo.clusterId) {
  const segments = (await segmentsIn(stateFolder)).filter((path) => path.includes(`/journal/${clusterId}-`));
  const folders = new Set(segments.map((path) => dirname(path)));
  return (await Promise.all([...folders].map((folder) => readJournal(folder)))).flatMap(({ entries }) => entries);
}

test('records each cluster once, prints changes of the status, and saves all entries at SIGTERM', async (context) => {
  const state = await temporaryFolder(context);
  const recorder = record(context, state, demo.clusterId, other, demo.clusterId);
  for (const clusterId of [demo.clusterId, other]) await isRecording(recorder, clusterId);
  assert.equal(await recorder.end('SIGTERM'), 0);
  const lines = recorder
    .status()
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ /, 'TIME '));
  const summary = lines.pop() ?? '';
  const started = lines.filter((line) => !line.endsWith(': connecting'));
  assert.deepEqual(started.toSorted(), [`TIME ${other}: recording`, `TIME ${demo.clusterId}: recording`]);
  for (const clusterId of [demo.clusterId, other]) {
    const [, count] = new RegExp(`^Recorded for \\d+s\\. .*${clusterId}: (\\d+) entries`).exec(summary) ?? [];
    assert.equal((await storedEntries(state, clusterId)).length, Number(count), summary);
  }
});

test('an unknown cluster-id is an error, and nothing is recorded', async (context) => {
  const XDG_STATE_HOME = await temporaryFolder(context);
  const args = ['record', 'my-frist-flink-cluster', demo.clusterId, '--kubeconfig', kubeconfig];
  const { exitCode, stderr } = await runProgram(args, { env: { XDG_STATE_HOME } });
  assert.equal(exitCode, 3);
  assert.match(
    stderr,
    /no session cluster my-frist-flink-cluster found in namespace default\n +Did you mean my-first-/,
  );
  assert.deepEqual(await segmentsIn(XDG_STATE_HOME), []);
});

test('the status names a state directory that cannot be written, and recording continues', async (context) => {
  const file = join(await temporaryFolder(context), 'file');
  await writeFile(file, '');
  const recorder = record(context, join(file, 'state'), demo.clusterId);
  const failed = /: journal is kept only in memory: .*$/m;
  await eventually('the failure', () => failed.test(recorder.status()), { state: recorder.status });
  assert.equal(await recorder.end('SIGTERM'), 1, recorder.status());
  assert.match(recorder.status(), /^Recorded for \d+s\. my-first-flink-cluster: \d+ entries, not all saved$/m);
});

test('a crash leaves one gap with the failures that Flink remembers, and two recorders record each change once', async (context) => {
  const state = await temporaryFolder(context);
  const countFailures = async () => (await storedEntries(state)).filter(({ kind }) => kind === 'failure').length;
  demo.submitJob('orders', { failEveryMs: 20_000 });
  const killed = record(context, state, demo.clusterId);
  await eventually('failures', async () => (await countFailures()) > 2, { everyMs });
  await killed.end('SIGKILL');
  const killedAt = Date.now();
  const before = await countFailures();
  await eventually('three seconds without a recorder', () => Date.now() - killedAt > 3000, { everyMs });

  const startedAt = Date.now();
  const recorder = record(context, state, demo.clusterId);
  const onTerminal = startProgram(['record', demo.clusterId, '--kubeconfig', kubeconfig], {
    columns: 80,
    env: { XDG_STATE_HOME: state },
  });
  context.after(onTerminal.hangUp);
  await isRecording(recorder, demo.clusterId);
  const recordingAt = Date.now();
  await onTerminal.sees(/^Recording my-first-flink-cluster: [1-9]\d* entries, recording\s*$/);
  await setSlots(4);
  await eventually('failures in the gap and after it', async () => (await countFailures()) > before + 3, { everyMs });
  const items = await readTimelineData(demo.clusterId, { kubeconfig, stateFolder: state });
  onTerminal.press('\x03');
  assert.equal((await onTerminal.exited).exitCode, 0);
  assert.match(onTerminal.screen(), /^Recorded for \d+s\. my-first-flink-cluster: \d+ entries\s*$/);
  assert.equal(await recorder.end('SIGTERM'), 0);
  assert.equal(recorder.status().match(/: recording$/gm)?.length, 1, recorder.status());

  const [gap, ...otherGaps] = items.filter(({ kind }) => kind === 'gap');
  const [from, until] = [Date.parse(gap?.at ?? ''), Date.parse(gap?.until ?? '')];
  assert.deepEqual(otherGaps, []);
  assert.ok(Math.abs(from - killedAt) < 2500, `gap from ${from}, killed at ${killedAt}`);
  assert.ok(until > startedAt - 2500 && until < recordingAt + 2500, `gap until ${until}, started at ${startedAt}`);
  const failures = items.filter(({ kind }) => kind === 'failure').map(({ message }) => /\d+00/.exec(`${message}`)?.[0]);
  assert.deepEqual(
    failures,
    failures.map((_, index) => `${index + 1}00`),
  );
  // The number of unlisted checkpoints depends on the time of the poll. A busy computer may lose the connection twice.
  const changes = (await storedEntries(state))
    .filter(({ kind }) => kind !== 'checkpoints' && kind !== 'link')
    .map((entry) => [entry.isSeen ? '' : entry.at, ...Object.values(describeEntry(entry))].join(' '));
  assert.ok(
    changes.some((text) => /^ Deployment config .*numberOfTaskSlots 1 -> 4 change$/.test(text)),
    changes.join('\n'),
  );
  assert.deepEqual(changes, [...new Set(changes)]);
});
