import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import type { Deployment } from '../../../src/kubernetes/objects.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { startAct } from '../../../src/session/journal/act-journal.ts';
import type { FailureEntry, JobEntry, JournalEntry } from '../../../src/session/journal/entry.ts';
import { openJournal } from '../../../src/session/journal/store/open-journal.ts';
import { utcClock } from '../../../src/text/utc-time.ts';
import { eventually } from '../../support/eventually.ts';
import { type SessionUnderTest, withSession } from '../session-under-test.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const ago = (milliseconds: number) => Date.now() - milliseconds;
const soon = () => AbortSignal.timeout(20_000);

const orders = { job: 'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1', jobName: 'orders' } as const;
const payments = { job: 'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2', jobName: 'payments' } as const;

function failure(job: typeof orders | typeof payments, at: number, message: string): FailureEntry {
  return { kind: 'failure', at, ...job, exception: 'IOException', message, pod: `pod-of-${job.jobName}` };
}

/** Stores the journal of another flink-tui that watched the cluster for 10 s each time. */
async function storeJournal(
  { connection: { kubernetes, target }, local }: SessionUnderTest,
  entries: readonly JournalEntry[],
  ...watchedAt: readonly number[]
): Promise<void> {
  const { clusterId, namespace } = target;
  const path = { resource: resources.deployments, namespace, name: clusterId };
  const { metadata } = await kubernetes.get<Deployment>(path, soon());
  const cluster = { clusterId, namespace, context: kubernetes.context };
  const journal = openJournal({ root: local.journals, cluster, deployment: metadata?.uid, by: 'ann@laptop' });
  for (const at of watchedAt) {
    journal.watchedUntil(at);
    journal.watchedUntil(at + 10_000);
  }
  journal.append(entries);
  await journal.close();
}

/** Returns the rows of the table and the notes without the exact times. */
async function rows({ run, connection }: SessionUnderTest, args = ''): Promise<readonly string[]> {
  const { text } = await run(`timeline ${args}`);
  return text
    .replaceAll(`${connection.target.clusterId}-`, '')
    .replaceAll(/(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d/g, 'TIME')
    .replaceAll(/ +/g, ' ')
    .split('\n')
    .filter((row) => row !== 'TIME SUBJECT EVENT');
}

/** Submits a job that fails once, and waits for its end. */
async function failedJob({ demo, connection: { flink } }: SessionUnderTest, name: string): Promise<string> {
  const id = demo.submitJob(name, { failEveryMs: 2000, checkpoints: false });
  const hasFailed = async () => (await flink.jobs(soon())).some((job) => job.id === id && job.state === 'FAILED');
  await eventually(`${name} to fail`, hasFailed, { everyMs: 50 });
  return id;
}

const neverWatched = /^Nobody has watched this cluster yet: only .* is shown\. Run flink-tui record \S+ to record it$/;

test('without a journal, shows what Flink and Kubernetes remember', () =>
  withSession({}, async (session) => {
    const healthy = await session.runningJob('payments');
    await failedJob(session, 'orders');
    await eventually('checkpoints', async () => {
      const read = await session.connection.flink.checkpoints(healthy, soon());
      return read.enabled && read.history.filter(({ status }) => status === 'completed').length > 1;
    });
    const [end = '', states, cause, note = '', ...others] = await rows(session, '--job orders');
    assert.match(end, /^TIME ! orders FAILED/);
    assert.deepEqual(
      [states, cause, others],
      [
        'TIME orders INITIALIZING -> CREATED -> RUNNING -> FAILING, since TIME',
        'TIME ! orders failed, not restarted: NumberFormatException: For input string: "not a number: 100", in work -> discard: Writer (1/1) on taskmanager-1-2',
        [],
      ],
    );
    assert.match(note, neverWatched);
    const [checkpoints = ''] = await rows(session, '--job payments --kind checkpoint');
    assert.match(checkpoints, /^TIME payments \d+ checkpoints completed in .* s, .* KiB, since TIME$/);
    assert.match((await rows(session, '--kind pod'))[0] ?? '', /^TIME [23] pods pods created, since TIME$/);
  }));

test('shows each change once if it is both in the journal and remembered, and the times that nobody watched', () =>
  withSession({}, async (session) => {
    const [running, failed] = [await session.runningJob('orders'), await failedJob(session, 'clicks')];
    const [[states], [cause]] = [await rows(session, '--job orders --kind job'), await rows(session, '--kind failure')];
    const { flink } = session.connection;
    const history = await flink.jobHistory(running, soon());
    await storeJournal(
      session,
      [
        ...history.states.map((state): JobEntry => ({ kind: 'job', job: running, jobName: 'orders', ...state })),
        ...(await flink.exceptions(failed, soon())).map(
          ({ concurrent, ...each }) => ({ kind: 'failure', job: failed, jobName: 'clicks', ...each }) as FailureEntry,
        ),
        failure(payments, ago(3 * hourMs - 1000), 'disk full'),
        failure(payments, ago(2 * hourMs), 'disk full'),
      ],
      ago(3 * hourMs),
      ago(1.51 * hourMs),
    );
    const [open, between] = ['TIME - not watched for 1h30m', 'TIME - not watched for 1h29m'];
    const old = 'TIME ! payments failed: IOException: disk full, on pod-of-payments';
    assert.deepEqual(await rows(session, '--kind failure'), [cause, open, old, between, old]);
    assert.deepEqual(await rows(session, '--job orders --kind job'), [states, open, between]);
    assert.match(states ?? '', /^TIME orders INITIALIZING -> CREATED -> RUNNING, since TIME$/);
    assert.deepEqual(await rows(session, '--job payments --kind job'), [
      'TIME ! payments LOST: Flink no longer knows the job',
      open,
      between,
    ]);
  }));

test('shows entries since and until a time, also with gaps that are longer', () =>
  withSession({}, async (session) => {
    await storeJournal(
      session,
      [30 * hourMs, 3 * hourMs, 20 * minuteMs, 2 * minuteMs].map((agoMs) => failure(orders, ago(agoMs), `${agoMs}`)),
      ago(30 * hourMs),
      ago(2 * minuteMs),
    );
    const shown = async (args: string) =>
      (await rows(session, `--kind failure ${args}`)).map(
        (row) => /\d+(?=, on pod)|not watched for 1d5h/.exec(row)?.[0],
      );
    const [gap, ...all] = ['not watched for 1d5h', '120000', '1200000', '10800000', '108000000'];
    const iso = (agoMs: number) => new Date(ago(agoMs)).toISOString();
    const timeOfDay = (agoMs: number) => iso(agoMs).slice(11, 16);
    const [newest, newer, older, oldest] = all;
    const open = undefined;
    assert.deepEqual(await shown(''), [open, newest, newer, older, gap]);
    assert.deepEqual(await shown('--since 31h'), [open, newest, newer, older, gap, oldest]);
    assert.deepEqual(await shown('--since 1h'), [open, newest, newer, gap]);
    assert.deepEqual(await shown('--since 1h --until 10m'), [newer, gap]);
    assert.deepEqual(await shown(`--since ${iso(4 * hourMs)} --until ${iso(hourMs)}`), [older, gap]);
    assert.deepEqual(await shown(`--since ${timeOfDay(hourMs)} --until ${timeOfDay(5 * minuteMs)}`), [newer, gap]);
    assert.deepEqual(await shown('--since 1m'), [open]);
  }));

test('shows entries of one job, one pod and some kinds, and suggests similar names', () =>
  withSession({}, async (session) => {
    const { run, expectError } = session;
    const entries: JournalEntry[] = [
      { kind: 'job', at: ago(5 * minuteMs), ...orders, state: 'FINISHED' },
      { kind: 'job', at: ago(4 * minuteMs), ...payments, state: 'FAILED' },
      failure(payments, ago(3 * minuteMs), 'disk full'),
      { kind: 'checkpoint', at: ago(2 * minuteMs), ...payments, id: 7, outcome: 'expired' },
      { kind: 'checkpoint', at: ago(minuteMs), ...orders, id: 8, outcome: 'completed', isSavepoint: true },
    ];
    await storeJournal(session, entries, ago(6 * minuteMs));
    const shown = async (args: string) =>
      ((await run(`timeline ${args}`)).data as { kind: string; subject: string }[])
        .filter(({ kind }) => kind !== 'gap')
        .map(({ kind, subject }) => `${kind} of ${subject}`);
    const ofPayments = ['checkpoint of payments', 'failure of payments', 'job of payments'];
    assert.deepEqual(await shown('--job payments'), ofPayments);
    assert.deepEqual(await shown('--job b2b2'), ofPayments);
    assert.deepEqual(await shown('--job b2b2 --pod pod-of-payments'), ['failure of payments']);
    assert.deepEqual(await shown('--kind failure --kind savepoint'), ['checkpoint of orders', 'failure of payments']);
    assert.deepEqual(await shown('--job orders --kind failure'), []);
    assert.deepEqual((await run('timeline --job payments')).names, [payments.job]);
    assert.deepEqual((await run('timeline --pod pod-of-payments')).names, [payments.job]);
    assert.deepEqual(await expectError('timeline --job oders'), {
      exitCode: 3,
      message: 'no job oders in the timeline',
      hints: ['Did you mean orders?'],
    });
    const noPod = await expectError('timeline --pod pod-of-payment');
    assert.deepEqual([noPod.exitCode, noPod.hints], [3, ['Did you mean pod-of-payments?']]);
    const wrongKind = await expectError('timeline --kind jobs');
    assert.equal(wrongKind.exitCode, 2);
    assert.match(wrongKind.message, /jobs/);
  }));

test('JSON has the entries and gaps, newest first, with times in ISO 8601', () =>
  withSession({}, async (session) => {
    const now = Date.now();
    const [third, second, first] = [now - hourMs, now - 2 * hourMs, now - 3 * hourMs];
    const level = { kind: 'level', logger: 'root', level: 'DEBUG', by: 'ann@laptop' } as const;
    const entries = [
      { ...failure(orders, third, 'disk full'), flinkAt: now },
      { ...level, at: second, until: now },
    ];
    await storeJournal(session, entries, first, second);
    const iso = (at: number) => new Date(at).toISOString();
    assert.deepEqual((await session.run('timeline --kind failure --kind level --until 1m -o json')).data, [
      {
        at: iso(third),
        kind: 'failure',
        subject: 'orders',
        text: 'failed: IOException: disk full, on pod-of-orders',
        severity: 'problem',
        ...orders,
        exception: 'IOException',
        message: 'disk full',
        pod: 'pod-of-orders',
        flinkAt: iso(now),
      },
      { at: iso(second + 10_000), kind: 'gap', until: null },
      {
        at: iso(second),
        subject: 'root',
        text: `level DEBUG by ann@laptop until ${utcClock(now, second)}`,
        severity: 'change',
        ...level,
        until: iso(now),
      },
      { at: iso(first + 10_000), kind: 'gap', until: iso(second) },
    ]);
  }));

test('shows the stored journal of a deleted cluster, and if the API server is down', () =>
  withSession({}, async (session) => {
    const { demo, run, expectError, connection, local } = session;
    await storeJournal(session, [failure(orders, ago(2 * hourMs), 'disk full')], ago(1.51 * hourMs));
    const stored = ['TIME - not watched for 1h30m', 'TIME ! orders failed: IOException: disk full, on pod-of-orders'];
    await demo.fault({ kind: 'unreachable', milliseconds: 500 });
    const [open, entry, note = '', ...others] = await rows(session);
    assert.deepEqual([open, entry, others], [...stored, []]);
    assert.match(note, /^The API server cannot be read \(.+\): stored journal, watched until TIME UTC$/);
    const responds = () =>
      connection.kubernetes.ping(1000, soon()).then(
        () => true,
        () => false,
      );
    await eventually('the API server', responds, { everyMs: 50 });
    await run('stop');
    assert.deepEqual(await rows(session), [
      ...stored,
      `Cluster ${demo.clusterId} does not exist any more: stored journal, watched until TIME UTC`,
    ]);
    await rm(local.journals, { recursive: true });
    const { exitCode, message } = await expectError('timeline');
    const notFound = `no session cluster ${demo.clusterId} found in namespace ${demo.namespace}`;
    assert.deepEqual([exitCode, message], [3, notFound]);
  }));

test('acts of commands on a cluster that nobody watched are shown without watched time', () =>
  withSession({}, async (session) => {
    const { demo, connection, local, run } = session;
    const options = { root: local.journals, bytes: 2 ** 20, by: 'ann@laptop', onFailure: assert.ifError };
    const stopCluster = async () => {
      const endAct = await startAct(connection, connection.deploymentUid(), 'Stop the cluster', options);
      await run('stop');
      await endAct({ outcome: 'done', detail: '' });
    };
    const started = await startAct(connection, connection.deploymentUid(), 'Cancel orders', options);
    const [start, note = '', ...others] = await rows(session, '--kind act');
    assert.deepEqual([start, others], ['TIME ann@laptop Cancel orders started', []]);
    assert.match(note, neverWatched);
    await started({ outcome: 'failed', detail: 'no leader' });
    await stopCluster();
    assert.deepEqual(await rows(session), [
      'TIME ann@laptop Stop the cluster done',
      'TIME ann@laptop Stop the cluster started',
      'TIME ann@laptop Cancel orders failed: no leader',
      'TIME ann@laptop Cancel orders started',
      `Cluster ${demo.clusterId} does not exist any more: stored journal, never watched`,
    ]);
  }));

test('names a damaged file once and shows the rest', () =>
  withSession({}, async (session) => {
    const entries = [failure(orders, ago(2 * hourMs), 'first'), failure(orders, ago(hourMs), 'second')];
    await storeJournal(session, entries, ago(1.51 * hourMs));
    const [file = '', ...others] = await segments(session);
    assert.deepEqual(others, []);
    const [header, ...lines] = (await readFile(file, 'utf8')).split('\n');
    await writeFile(file, [header, '{"kind":"job"', '\u0000\u0000', ...lines].join('\n'));
    assert.deepEqual(await rows(session, '--kind failure'), [
      'TIME ! orders failed: IOException: second, on pod-of-orders',
      'TIME - not watched for 1h30m',
      'TIME ! orders failed: IOException: first, on pod-of-orders',
      `2 unreadable lines in ${basename(file)} were skipped`,
    ]);
  }));

async function segments({ local }: SessionUnderTest): Promise<readonly string[]> {
  const names = await readdir(local.journals, { recursive: true });
  return names.filter((name) => name.endsWith('.ndjson')).map((name) => join(local.journals, name));
}

test('masks secrets in the name of a job', () =>
  withSession({}, async ({ demo, run }) => {
    demo.submitJob('import --password hunter2 from jdbc://ann:hunter2@db/orders');
    const [text, json] = [await run('timeline'), await run('timeline -o json')];
    assert.match(text.text, / import --password \*{6} from jdbc:\/\/ann:\*{6}@db\/orders /);
    assert.doesNotMatch(text.text + JSON.stringify(json.data), /hunter2/);
  }));
