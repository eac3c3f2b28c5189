import assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { JournalEntry } from '../../../src/session/journal/entry.ts';
import { keepJournal } from '../../../src/session/journal/keep-journal.ts';
import { jobFailures, jobHistory } from '../../../src/session/readings/flink-readings.ts';
import type { SessionDeployment, SessionSnapshot } from '../../../src/session/snapshot.ts';
import { eventually } from '../../support/eventually.ts';
import { fakeSession, jobOverview, sessionSnapshot } from '../../support/session.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { historyOf, read, readingsOf } from './changes/change-fixtures.ts';
import { linesOf, segmentsIn } from './store/journal-fixtures.ts';

const hourMs = 3_600_000;
const startedAt = Date.now() - 60_000;
const deployment = (uid: string): SessionDeployment => ({
  name: 'my-first-flink-cluster',
  uid,
  replicas: 1,
  readyReplicas: 1,
  createdAt: startedAt,
  image: 'flink:2.3.0',
  owner: undefined,
  beingDeletedSince: undefined,
  finalizers: [],
  mode: 'session',
});

/** A cluster without pods, whose job has this history. */
function clusterOf(name: string, part: Partial<SessionSnapshot> = {}): SessionSnapshot {
  return sessionSnapshot({
    overview: undefined,
    deployment: deployment('uid-1'),
    leader: undefined,
    pods: [],
    jobs: [jobOverview({ name, id: 'a1', startTime: startedAt })],
    ...part,
  });
}

const running = readingsOf(
  read(jobHistory('a1'), historyOf('RUNNING', { INITIALIZING: startedAt, RUNNING: startedAt + 100 }), Date.now()),
);

/** Records a session as the screen and `record` do. `serverTime` is the API server's clock. */
async function record(
  test: TestContext,
  snapshot: SessionSnapshot,
  { root, serverTime = () => undefined }: { root: string; serverTime?: () => number | undefined },
) {
  const session = fakeSession(snapshot, {}, { serverTime });
  const journal = keepJournal(session, () => undefined, { root, by: 'ann@laptop' });
  test.after(() => Promise.all([journal.close(), session.close()]));
  await eventually('the journal', () => journal.current());
  return { session, journal };
}

/** Returns the texts of the stored entries by folder. The folder is named after the Deployment. */
async function stored(root: string): Promise<{ readonly [deployment: string]: readonly string[] }> {
  const folders: { [deployment: string]: readonly string[] } = {};
  for (const path of await segmentsIn(root)) {
    const { entries } = await linesOf(path);
    folders[basename(dirname(path))] = entries.filter((line) => 'kind' in line).map(textOf);
  }
  return folders;
}

function textOf(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'job':
      return `${entry.jobName} ${entry.state}`;
    case 'failure':
      return `${entry.jobName} failed: ${entry.message}`;
    case 'act':
      return [entry.title, entry.outcome, entry.detail].filter((part) => part !== undefined).join(': ');
    case 'deployment':
      return entry.changes.map(({ what, to }) => `${what}=${to}`).join(', ');
    default:
      return entry.kind;
  }
}

test('changes of the cluster are saved, each once, with masked secrets', async (t) => {
  const root = await temporaryFolder(t);
  const { session, journal } = await record(t, clusterOf('import --password hunter2', { readings: running }), { root });
  const failure = { at: startedAt + 200, exception: 'IOException', task: undefined, pod: undefined, concurrent: [] };
  const message = 'login failed: {"token": "hunter2"}';
  const failures = read(jobFailures('a1'), [{ ...failure, message, isFinal: false }], Date.now());
  session.change({ readings: new Map([...running, failures]) });
  session.change({
    configuration: new Map([
      ['s3.secret-key', 'hunter2'],
      ['url', 'ftp://ann:hunter2@host'],
    ]),
  });
  session.change({
    configuration: new Map([
      ['s3.secret-key', 'hunter2'],
      ['url', 'ftp://ann:hunter2@host'],
    ]),
  });
  const endAct = journal.startAct('Savepoint with token=hunter2');
  endAct({ outcome: 'failed', detail: 'password: hunter2' });
  endAct({ outcome: 'done', detail: '' });
  journal.startAct('Cancel orders');
  await journal.close();
  assert.deepEqual(await stored(root), {
    'uid-1': [
      'import --password ****** INITIALIZING',
      'import --password ****** RUNNING',
      'import --password ****** failed: login failed: {"token": ******}',
      'image=flink:2.3.0, replicas=1, config s3.secret-key=******, config url=ftp://ann:******@host',
      'Savepoint with token=******',
      'Savepoint with token=******: failed: password: ******',
      'Cancel orders',
      'Cancel orders: interrupted',
    ],
  });
  assert.equal(journal.recorded(), 8);
});

test('a new Deployment with the same name has its own journal', async (t) => {
  const root = await temporaryFolder(t);
  const { session, journal } = await record(t, clusterOf('old', { readings: running }), { root });
  const first = journal.current();
  session.change({ deployment: undefined, presence: 'missing', jobs: undefined });
  session.change({ ...clusterOf('new', { deployment: deployment('uid-2'), readings: running }), presence: 'present' });
  await eventually('the new journal', () => journal.current() !== undefined && journal.current() !== first);
  await journal.close();
  assert.deepEqual(await stored(root), {
    'uid-1': ['old INITIALIZING', 'old RUNNING'],
    'uid-2': ['new INITIALIZING', 'new RUNNING'],
  });
});

test('clusters with the same id in two contexts have two journals, also with the same Deployment uid', async (t) => {
  const root = await temporaryFolder(t);
  for (const context of ['staging', 'production']) {
    const { journal } = await record(t, clusterOf(context, { context, readings: running }), { root });
    await journal.close();
  }
  const segments = await segmentsIn(root);
  const headers = await Promise.all(segments.map(async (path) => (await linesOf(path)).header.context));
  assert.deepEqual(headers.toSorted(), ['production', 'staging']);
  assert.equal(new Set(segments.map((path) => dirname(path))).size, 2);
});

test("a jump of the API server's clock records no change twice", async (t) => {
  const root = await temporaryFolder(t);
  let aheadMs = 0;
  const serverTime = () => Date.now() + aheadMs;
  const pods = sessionSnapshot().pods;
  const snapshot = clusterOf('orders', { readings: running, pods, leader: pods?.[0]?.name });
  const { session, journal } = await record(t, snapshot, { root, serverTime });
  const before = journal.current()?.entries() ?? [];
  assert.deepEqual([...new Set(before.map(({ kind }) => kind))].toSorted(), ['job', 'leader', 'pod']);
  for (aheadMs of [hourMs, -hourMs, 0]) session.change({ jobs: [...(snapshot.jobs ?? [])], pods: [...(pods ?? [])] });
  assert.deepEqual(journal.current()?.entries(), before);
});

test('sleep of the computer is a gap', async (t) => {
  const root = await temporaryFolder(t);
  const { journal } = await record(t, clusterOf('orders', { readings: running }), { root });
  const watched = () => journal.current()?.watched() ?? [];
  await eventually('watched time', () => watched().some(({ from, until }) => until > from));
  const realNow = Date.now;
  const sleptAt = realNow();
  t.mock.method(Date, 'now', () => realNow() + hourMs);
  const [first, second] = await eventually('the gap', () => watched().length === 2 && watched());
  assert.ok(first !== undefined && second !== undefined);
  assert.ok(Math.abs(first.until - sleptAt) < 2500 && Math.abs(second.from - Date.now()) < 2500);
  await journal.close();
  assert.deepEqual(await stored(root), { 'uid-1': ['orders INITIALIZING', 'orders RUNNING', 'sleep'] });
});
