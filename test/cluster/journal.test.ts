import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { createProgramPod, type ProgramPod } from '../support/program-pod.ts';
import { type Recorder, readTimelineData, startRecorder, type TimelineData } from '../support/recorder.ts';
import { runProgram } from '../support/run-program.ts';
import { createServiceAccount, type ServiceAccount } from '../support/service-account.ts';

const clusterId = 'flink-tui-test-journal';
let kubernetes: KubernetesApi;
let stateFolder: string;
let recorder: Recorder;
const { FLINK_TUI_TEST_KUBECTL: kubectl = '' } = process.env;
const withoutPod = kubectl === '' ? 'FLINK_TUI_TEST_KUBECTL is not set' : false;
let account: ServiceAccount | undefined;
let pod: ProgramPod | undefined;

const secret = 'planted-secret';
/** A secret in an option, an environment variable, an argument and a URL. */
const secretOptions = [
  `-Ds3.secret-key=${secret}`,
  `-Dcontainerized.taskmanager.env.DB_PASSWORD=${secret}`,
  `-Denv.java.opts.taskmanager=-Ddb.password=${secret}`,
  `-Dfs.s3a.endpoint=https://ann:${secret}@127.0.0.1:9000`,
];

const options = () => ({ kubeconfig: cluster.kubeconfig(), stateFolder });
const timeline = (args: readonly string[] = []) => readTimelineData(clusterId, options(), args);

before(async () => {
  kubernetes = await cluster.connect();
  stateFolder = await mkdtemp(join(tmpdir(), 'flink-tui-journal-'));
  await removeSession(kubernetes, clusterId);
  await cluster.session([clusterId, '-Dresourcemanager.taskmanager-timeout=10000', ...secretOptions]);
  if (withoutPod) return;
  const verbs = ['get', 'list', 'watch'];
  account = await createServiceAccount(cluster.kubeconfig(), [
    { apiGroups: [''], resources: ['pods', 'services', 'configmaps', 'events'], verbs },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs },
  ]);
  const options = { name: `${clusterId}-program`, clusterId, serviceAccount: account.name };
  pod = await createProgramPod(kubernetes, kubectl, options);
});
after(async () => {
  await recorder?.end('SIGKILL');
  await pod?.delete();
  await account?.remove();
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
  await rm(stateFolder, { recursive: true, force: true });
});

async function run(name: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(
    [name, clusterId, '--kubeconfig', cluster.kubeconfig(), ...args],
    { env: { XDG_STATE_HOME: stateFolder } },
  );
  assert.equal(exitCode, 0, stderr);
  return stdout;
}

/** Waits until the timeline has an item that matches, and returns the item. */
async function recorded(description: string, matches: (item: TimelineData) => boolean): Promise<TimelineData> {
  return cluster.eventually(
    `${description} in the journal`,
    async () => (await timeline()).find(matches) as TimelineData,
    90_000,
  );
}

const stateOf = (job: string, state: string) => (item: TimelineData) =>
  item.kind === 'job' && item.job === job && item.state === state;

/** Flink may also release a TaskManager that had not registered yet when the job that needed it failed. */
const isIdleRelease = ({ kind, phase, text }: TimelineData) =>
  kind === 'pod' && phase === 'released' && text.includes('no longer needed');

async function runInPod(...args: readonly string[]): Promise<string> {
  assert.ok(pod);
  const { exitCode, stdout, stderr } = await pod.run(args);
  assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
  return stdout;
}

test('in a pod that may only get, list and watch, status and doctor reach REST over the Service', {
  skip: withoutPod,
}, async () => {
  assert.match(await runInPod('status', clusterId), /^REST API +responds in \d+ ms via service$/m);
  const doctor = await runInPod('doctor', clusterId);
  assert.match(doctor, /^ok +kubeconfig +the pod's service account, /m);
  assert.match(doctor, /^ok +REST via service +Flink \d/m);
  // The other transports are not allowed, and not required.
  assert.match(doctor, /^warning +REST via forward +not allowed to /m);
  assert.match(doctor, /Not required: Flink responds via service$/m);
});

test('the journal contains each fault and each act once, in order, with its job, pod and cause', async (t) => {
  recorder = startRecorder([clusterId], options());
  const endInPod = await pod?.start(['record', clusterId], '^Recorded for');
  await cluster.eventually('the recorder', () => recorder.status().includes(`${clusterId}: recording`));

  const orders = await cluster.submit([clusterId, 'Trouble', '--name', `password=${secret}`, '--checkpoint', '2']);
  await recorded('the running job', stateOf(orders, 'RUNNING'));
  const registered = await recorded('the TaskManager', ({ kind, phase }) => kind === 'pod' && phase === 'registered');
  const firstPod = String(registered.pod);
  await run('savepoint', orders);
  await run('log-level', 'org.apache.flink.runtime.checkpoint', 'DEBUG', '--no-wait');
  await recorded('the level', ({ kind }) => kind === 'level');
  await run('log-level', 'org.apache.flink.runtime.checkpoint', '--undo', '--no-wait');

  await kubernetes.delete(
    { resource: resources.pods, namespace: 'default', name: firstPod },
    { propagation: 'Background' },
  );
  await recorded('the restart', stateOf(orders, 'RESTARTING'));
  // Otherwise, both jobs request a TaskManager, and Flink may release the second one before it has registered.
  await cluster.eventually(
    'the job to run again in the journal',
    async () => (await timeline()).filter(stateOf(orders, 'RUNNING')).length === 2,
    90_000,
  );
  // It runs for three seconds, so that both recorders see it run.
  const failing = await cluster.submit([clusterId, 'Trouble', '--fail-every', '60']);
  await recorded('the failed job', stateOf(failing, 'FAILED'));
  if (cluster.hasFaults()) {
    await cluster.fault(['unreachable', '20']);
    await recorded(
      'the end of the outage',
      ({ kind, isUp, server }) => kind === 'link' && server === 'kubernetes' && isUp === true,
    );
    await cluster.fault(['restart']);
  }
  await run('cancel', orders, '--yes');
  await recorded('the cancelled job', stateOf(orders, 'CANCELED'));
  // Flink's cached execution graph may be 3 s old, so the state before is found later than the last one.
  await recorded('the start of the cancellation', stateOf(orders, 'CANCELLING'));
  await recorded('the released TaskManager', isIdleRelease);
  assert.equal(await recorder.end('SIGTERM'), 0, recorder.status());

  if (endInPod !== undefined) await assertSameStory(await timeline(), endInPod);

  const items = await timeline();
  t.diagnostic(`${items.length} items`);
  const story = (kind: string, textOf: (item: TimelineData) => string, job?: string) =>
    items.filter((item) => item.kind === kind && (job === undefined || item.job === job)).map(textOf);
  assert.deepEqual(
    story('job', ({ text }) => text, orders),
    ['INITIALIZING', 'CREATED', 'RUNNING', 'RESTARTING', 'RUNNING', 'CANCELLING', 'CANCELED'],
  );
  assert.deepEqual(
    story('job', ({ text }) => text, failing),
    ['INITIALIZING', 'CREATED', 'RUNNING', 'FAILING', 'FAILED'],
  );
  const failures = items.filter(({ kind }) => kind === 'failure');
  assert.deepEqual(
    failures.map(({ job, pod, isFinal = false }) => ({ job, pod, isFinal })),
    [
      { job: orders, pod: firstPod, isFinal: false },
      { job: failing, pod: failures[1]?.pod, isFinal: true },
    ],
  );
  assert.match(failures[1]?.text ?? '', /^failed, not restarted: NumberFormatException: For input string: .*, in work/);
  const savepoints = items.filter(({ isSavepoint }) => isSavepoint === true);
  assert.deepEqual(
    savepoints.map(({ job, outcome }) => ({ job, outcome })),
    [{ job: orders, outcome: 'completed' }],
  );
  assert.match(String(savepoints[0]?.path), /^file:.*savepoint-/);
  assert.deepEqual(
    story('level', ({ level = 'reverted', logger }) => `${logger} ${level}`),
    ['org.apache.flink.runtime.checkpoint DEBUG', 'org.apache.flink.runtime.checkpoint reverted'],
  );
  const acts = items.filter(({ kind }) => kind === 'act');
  assert.deepEqual(
    acts.map(({ title, outcome = 'started' }) => `${/^\w+/.exec(String(title))} ${outcome}`),
    ['Savepoint', 'Set', 'Revert', 'Cancel'].flatMap((title) => [`${title} started`, `${title} done`]),
  );
  const phases = (pod: unknown) =>
    items.filter((item) => item.kind === 'pod' && item.pod === pod).map(({ phase }) => phase);
  assert.deepEqual(phases(firstPod), ['created', 'registered', 'deleted']);
  const released = items.find(isIdleRelease);
  assert.ok(phases(released?.pod).filter((phase) => phase === 'created').length === 1);
  const checkpoints = items.filter(({ kind, outcome }) => kind === 'checkpoint' && outcome === 'completed');
  const ids = checkpoints.map(({ job, id }) => `${job} ${id}`);
  assert.equal(new Set(ids).size, ids.length, 'each checkpoint once');
  assert.deepEqual(await filesWith(stateFolder, secret), []);
  assert.equal((await filesWith(stateFolder, 'config s3.secret-key')).length, 1, 'the option itself is recorded');
  if (!cluster.hasFaults()) return;
  // The restart of the API server may be too short to be noticed.
  const links = story('link', ({ subject, isUp }) => `${subject} ${isUp ? 'back' : 'lost'}`).filter(isOfApiServer);
  const outage = ['API server lost', 'API server back'];
  assert.deepEqual(links, links.length > 2 ? [...outage, ...outage] : outage);
  const gaps = items.filter(({ kind, until }) => kind === 'gap' && until !== null);
  const [seconds = 0, ...others] = gaps.map(({ at, until }) => (Date.parse(String(until)) - Date.parse(at)) / 1000);
  t.diagnostic(`the outage of 20 s is a gap of ${seconds} s, and the restart one of ${others.join()} s`);
  assert.ok(seconds > 12 && seconds < 35 && others.length <= 1, JSON.stringify(gaps));
});

/** The recorder in the pod has seen the same changes of jobs and pods. It has no outage of the API server. */
async function assertSameStory(expected: readonly TimelineData[], endInPod: () => Promise<string>): Promise<void> {
  assert.match(await endInPod(), /recording\n(.*\n)*Recorded for .* \d+ entries/);
  const inPod = JSON.parse(await runInPod('timeline', clusterId, '-o', 'json')) as readonly TimelineData[];
  const storyOf = (items: readonly TimelineData[]) =>
    items.flatMap(({ kind, subject, text }) => (kind === 'job' || kind === 'failure' ? [`${subject}: ${text}`] : []));
  assert.deepEqual(storyOf(inPod.toReversed()), storyOf(expected));
}

const isOfApiServer = (text: string) => text.startsWith('API');

async function filesWith(folder: string, text: string): Promise<readonly string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
  const contents = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
  return files.filter((_, index) => contents[index]?.includes(text)).map(({ name }) => name);
}
