import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { describeEntry } from '../../src/session/journal/describe-entry.ts';
import type { JournalEntry } from '../../src/session/journal/entry.ts';
import { identityOf } from '../../src/session/journal/entry-identity.ts';
import { findJournals } from '../../src/session/journal/store/find-journals.ts';
import { type JournalContent, readJournal } from '../../src/session/journal/store/read-journal.ts';
import { utcTime } from '../../src/text/utc-time.ts';
import { cluster, removeSession } from '../support/cluster.ts';
import { type Recorder, startRecorder } from '../support/recorder.ts';
import { runProgram } from '../support/run-program.ts';
import { scaleJobManagers } from '../support/scale-job-managers.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

// A list of faults and acts on the real cluster, and the journal that records them. 20 minutes.

const clusterId = 'flink-tui-test-soak';
const namespace = 'default';
const minuteMs = 60_000;
const isSkipped = process.env.FLINK_TUI_TEST_KUBECONFIG === undefined && 'FLINK_TUI_TEST_KUBECONFIG is not set';
let kubernetes: KubernetesApi;

before(async () => {
  if (isSkipped) return;
  kubernetes = await cluster.connect();
  await removeSession(kubernetes, clusterId);
  await cluster.session(['--ha', clusterId, '-Dresourcemanager.taskmanager-timeout=10000']);
});
after(async () => {
  if (isSkipped) return;
  await removeSession(kubernetes, clusterId);
  await kubernetes.close();
});

test('the journal of 20 minutes', { skip: isSkipped, timeout: 30 * minuteMs }, async (t) => {
  let stateFolder = '';
  t.after(() => printStory(t, stateFolder));
  stateFolder = await temporaryFolder(t);
  const options = { kubeconfig: cluster.kubeconfig(), stateFolder };
  const recorders: Recorder[] = [];
  t.after(() => Promise.all(recorders.map((recorder) => recorder.end('SIGKILL'))));

  /** Starts `record`. Resolves once it records. */
  async function record(): Promise<Recorder> {
    const recorder = startRecorder([clusterId], options);
    recorders.push(recorder);
    await cluster.eventually('the recorder', () => recorder.status().includes(`${clusterId}: recording`));
    return recorder;
  }

  async function run(name: string, ...args: readonly string[]): Promise<void> {
    const { exitCode, stderr } = await runProgram([name, clusterId, '--kubeconfig', cluster.kubeconfig(), ...args], {
      env: { XDG_STATE_HOME: stateFolder },
    });
    assert.equal(exitCode, 0, stderr);
  }

  /** What was done, in order. */
  const done: string[] = [];
  /** Waits until the journal contains this. */
  async function happened(label: string, timeoutMs = 90_000): Promise<JournalEntry> {
    done.push(label);
    const count = done.filter((other) => other === label).length;
    return cluster.eventually(
      `${count} times "${label}" in the journal`,
      async () => (await stored(stateFolder)).entries.filter((entry) => labelOf(entry) === label)[count - 1],
      timeoutMs,
    );
  }

  async function deletePodOf(job: string): Promise<void> {
    await allTasksRun(job);
    const name = await podOf(job);
    await kubernetes.delete({ resource: resources.pods, namespace, name }, { propagation: 'Background' });
  }

  t.diagnostic('two recorders');
  const startedAt = Date.now();
  const [first, second] = [await record(), await record()];
  await scaleJobManagers(kubernetes, { clusterId, replicas: 1, keep: await leaderOf() });
  await cluster.eventually('the remaining JobManager to lead', canList, 2 * minuteMs);
  const orders = await cluster.submit([clusterId, 'Trouble', '--name', 'orders', '--checkpoint', '2']);
  await happened('orders RUNNING');
  await allTasksRun(orders);
  await run('savepoint', orders);
  await happened('savepoint of orders');
  await run('log-level', 'org.apache.flink.runtime.checkpoint', 'DEBUG', '--no-wait');
  await happened('level DEBUG');
  await run('log-level', 'org.apache.flink.runtime.checkpoint', '--undo', '--no-wait');
  await happened('level reverted');

  t.diagnostic('leader kill');
  await scaleJobManagers(kubernetes, { clusterId, replicas: 2 });
  await pause(15_000); // The new JobManager becomes a standby.
  const leader = await leaderOf();
  await kubernetes.delete({ resource: resources.pods, namespace, name: leader }, { propagation: 'Background' });
  await happened('new leader', 2 * minuteMs);
  await happened('orders RUNNING', 2 * minuteMs);
  await scaleJobManagers(kubernetes, { clusterId, replicas: 1, keep: await leaderOf() });
  await cluster.eventually('the remaining JobManager to lead', canList, 2 * minuteMs);

  t.diagnostic('a job that fails, and one that restarts');
  await cluster.submit([clusterId, 'Trouble', '--name', 'payments', '--fail-every', '3']);
  await happened('payments failed, not restarted');
  await happened('payments FAILED');
  const restarting = ['--checkpoint', '2', '--fail-every', '600'];
  const clicks = await cluster.submit([clusterId, 'Trouble', '--name', 'clicks', ...restarting]);
  await happened('clicks INITIALIZING');

  t.diagnostic('pod kill');
  await deletePodOf(orders);
  await happened('orders RESTARTING');
  await happened('orders RUNNING');

  t.diagnostic('the API server unreachable, and restarted');
  await cluster.fault(['unreachable', '20']);
  await happened('API server lost');
  await happened('API server back');
  await cluster.fault(['restart']);

  t.diagnostic('out of memory');
  await cluster.submit([clusterId, 'Trouble', '--name', 'leak', '--leak-native', '20']);
  await happened('pod OOM-killed', 4 * minuteMs);
  await happened('leak FAILED');

  await pause(Math.max(0, startedAt + 10 * minuteMs - Date.now()));
  for (const recorder of [first, second]) assert.equal(await recorder.end('SIGTERM'), 0, recorder.status());
  const ofTwo = await stored(stateFolder);
  t.diagnostic(`two recorders for ten minutes: ${await segmentsOf(stateFolder)}`);
  assertEachOnce(ofTwo.entries);

  t.diagnostic('kill -9 for two minutes');
  const killed = await record();
  await pause(30_000);
  await killed.end('SIGKILL');
  const killedAt = Date.now();
  await pause(2 * minuteMs);
  const restartedAt = Date.now();
  const last = await record();
  const watchedAgainAt = Date.now();
  await cluster.eventually('the gap to be filled', async () => {
    const { entries } = await stored(stateFolder);
    return entries.some(({ kind, at }) => kind === 'failure' && at > killedAt && at < restartedAt);
  });

  t.diagnostic('the end');
  await run('cancel', clicks, '--yes');
  await happened('clicks CANCELED');
  await run('cancel', orders, '--yes');
  await happened('orders CANCELED');
  for (const _ of [clicks, orders]) await happened('pod no longer needed');
  assert.equal(await last.end('SIGTERM'), 0, last.status());

  const { entries, watched, problems, failure } = await stored(stateFolder);
  t.diagnostic(`${entries.length} entries. ${await segmentsOf(stateFolder)}`);
  assert.deepEqual([problems, failure], [[], undefined]);
  assertEachOnce(entries);
  const expected = new Set(done);
  const labels = entries.map(labelOf).filter((label) => label !== undefined && expected.has(label));
  assert.deepEqual(withoutRestartOfApiServer(labels), done);
  const gaps = watched.flatMap(({ from: until }, index) => {
    const from = watched[index - 1]?.until;
    return from === undefined ? [] : [{ from, until }];
  });
  for (const { from, until } of gaps) t.diagnostic(`gap of ${until - from} ms, at ${utcTime(from)}`);
  const gap = gaps.find(({ until }) => until > restartedAt);
  assert.ok(gap && gap.from > killedAt - 2000 && gap.from <= killedAt && gap.until < watchedAgainAt);
  const restarts = entries.filter((entry) => entry.kind === 'failure' && entry.job === clicks);
  const logged = await restartsInLog(clicks);
  t.diagnostic(`${restarts.length} failures of clicks in the journal, ${logged} in the log of the JobManager`);
  assert.equal(restarts.length, logged);
});

/** A short name for entries that the test expects, without the noise of others. */
function labelOf(entry: JournalEntry): string | undefined {
  if (entry.isFirst) return undefined;
  switch (entry.kind) {
    case 'job':
      return `${entry.jobName} ${entry.state}`;
    case 'failure':
      return `${entry.jobName} failed${entry.isFinal ? ', not restarted' : ''}`;
    case 'checkpoint':
      return entry.isSavepoint ? `savepoint of ${entry.jobName}` : undefined;
    case 'level':
      return `level ${entry.level ?? 'reverted'}`;
    case 'leader':
      return entry.pod === undefined ? 'no leader' : 'new leader';
    case 'pod':
      return entry.reason?.includes('no longer needed') ? 'pod no longer needed' : `pod ${entry.phase}`;
    case 'link':
      return entry.server === 'rest' ? undefined : `API server ${entry.isUp ? 'back' : 'lost'}`;
    default:
      return undefined;
  }
}

async function printStory(t: TestContext, stateFolder: string): Promise<void> {
  for (const entry of (await stored(stateFolder)).entries) {
    const { subject, text, severity } = describeEntry(entry);
    if (!entry.isFirst && severity !== 'routine')
      t.diagnostic(`${utcTime(entry.at)} ${entry.kind} ${subject}: ${text}`);
  }
}

/** The restart of the API server may be too short to be noticed. */
function withoutRestartOfApiServer(labels: readonly (string | undefined)[]): readonly (string | undefined)[] {
  let links = 0;
  return labels.filter((label) => {
    if (label?.startsWith('API server') === true) links += 1;
    return links <= 2 || label?.startsWith('API server') !== true;
  });
}

async function stored(stateFolder: string): Promise<JournalContent> {
  return readJournal(await journalFolder(stateFolder));
}

async function journalFolder(stateFolder: string): Promise<string> {
  const root = join(stateFolder, 'flink-tui', 'journal');
  const [found, ...others] = await findJournals(root, { clusterId, namespace, context: kubernetes.context });
  assert.equal(others.length, 0);
  return found?.folder ?? root;
}

/** Reads all lines of all segments. Throws if one is torn. */
async function segmentsOf(stateFolder: string): Promise<string> {
  const folder = await journalFolder(stateFolder);
  const counts = [];
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.ndjson'))) {
    const [header = '', ...lines] = (await readFile(join(folder, name), 'utf8')).split('\n');
    assert.equal(lines.pop(), '', `${name} ends with a whole line`);
    counts.push([header, ...lines].map((line) => JSON.parse(line)).length - 1);
  }
  return `${counts.length} segments with ${counts.join(', ')} entries`;
}

/** Asserts that each change with an exact time is there once, and that each state differs from the one before. */
function assertEachOnce(entries: readonly JournalEntry[]): void {
  const exact = entries.filter(({ isSeen }) => isSeen !== true).map(identityOf);
  assert.deepEqual([...new Set(exact)], exact);
  const states = new Map<string, string>();
  for (const entry of entries) {
    const [subject, state] = stateOf(entry) ?? [];
    if (subject === undefined || state === undefined) continue;
    assert.notEqual(states.get(subject), state, `${subject} twice at ${utcTime(entry.at)}`);
    states.set(subject, state);
  }
}

function stateOf(entry: JournalEntry): readonly [subject: string, state: string] | undefined {
  switch (entry.kind) {
    case 'pod':
      return [entry.uid, entry.phase];
    case 'link':
      return [entry.server, String(entry.isUp)];
    case 'leader':
      return ['leader', entry.pod ?? ''];
    case 'slots':
      return ['slots', `${entry.used} of ${entry.total}`];
    default:
      return undefined;
  }
}

const canList = async () =>
  (await runProgram(['list', clusterId, '--kubeconfig', cluster.kubeconfig()])).exitCode === 0;

async function json(...args: readonly string[]): Promise<unknown> {
  const [name = '', ...rest] = args;
  const { stdout } = await runProgram([name, clusterId, '--kubeconfig', cluster.kubeconfig(), '-o', 'json', ...rest]);
  return JSON.parse(stdout);
}

async function leaderOf(): Promise<string> {
  return String(((await json('status')) as { leader: unknown }).leader);
}

/** Calls Flink's REST API. There must be one JobManager, because the Service leads to any. */
async function rest(path: string): Promise<unknown> {
  const service = { namespace, service: `${clusterId}-rest`, port: 8081, path };
  const { status, body } = await kubernetes.serviceProxy(service);
  assert.equal(status, 200, body);
  return JSON.parse(body);
}

async function allTasksRun(job: string): Promise<void> {
  await cluster.eventually('all tasks to run', async () => {
    const { vertices } = (await rest(`/jobs/${job}`)) as { vertices: readonly { status: string }[] };
    return vertices.every(({ status }) => status === 'RUNNING');
  });
}

/** Returns the pod of the first task of a job. */
async function podOf(job: string): Promise<string> {
  const { vertices } = (await rest(`/jobs/${job}`)) as { vertices: readonly { id: string }[] };
  const path = `/jobs/${job}/vertices/${vertices[0]?.id}/taskmanagers`;
  const { taskmanagers } = (await rest(path)) as { taskmanagers: readonly { 'taskmanager-id': string }[] };
  return taskmanagers[0]?.['taskmanager-id'] ?? '';
}

async function restartsInLog(job: string): Promise<number> {
  const log = await kubernetes.podLog({ namespace, pod: await leaderOf() }, AbortSignal.timeout(minuteMs));
  const lines = (await text(log)).split('\n');
  return lines.filter((line) => line.includes(`(${job}) switched from state RUNNING to RESTARTING`)).length;
}
