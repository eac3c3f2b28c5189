import assert from 'node:assert/strict';
import { mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startAct } from '../../../src/session/journal/act-journal.ts';
import type { JournalEntry } from '../../../src/session/journal/entry.ts';
import { findJournals } from '../../../src/session/journal/store/find-journals.ts';
import { clusterFolder, deploymentFolder } from '../../../src/session/journal/store/journal-folder.ts';
import { readJournal } from '../../../src/session/journal/store/read-journal.ts';
import { fakeSession, sessionSnapshot } from '../../support/session.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  cluster,
  journals,
  linesOf,
  pod,
  segmentIn,
  segmentsIn,
  start,
  temporaryRoot,
} from './store/journal-fixtures.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const uid = Promise.resolve('uid-1');
const done = { outcome: 'done', detail: '' } as const;

type Given = { root?: string; deployment?: Promise<string>; bytes?: number; serverTime?: () => number };

/** Acts of ann@laptop on the cluster of the fixtures, from `start`. */
async function acts(context: TestContext, given: Given = {}) {
  const { root = await temporaryFolder(context), deployment = uid, bytes = 2 ** 20, serverTime } = given;
  context.mock.timers.reset();
  context.mock.timers.enable({ apis: ['Date'], now: start });
  const failures: string[] = [];
  const { clusterId, namespace, context: name } = cluster;
  const kubernetes = { context: name, ...(serverTime && { serverTime }) };
  const { connection } = fakeSession(sessionSnapshot({ clusterId, namespace }), {}, kubernetes);
  const options = { root, bytes, onFailure: ({ message }: Error) => failures.push(message) };
  return {
    root,
    failures,
    at: (milliseconds: number) => context.mock.timers.setTime(start + milliseconds),
    act: (title: string, by = 'ann@laptop') => startAct(connection, deployment, title, { ...options, by }),
  };
}

const textsOf = (entries: readonly JournalEntry[]) =>
  entries.map((entry) =>
    entry.kind === 'act' ? [entry.title, entry.outcome, entry.detail].filter(Boolean).join(': ') : entry.kind,
  );
const entriesIn = async (root: string) =>
  textsOf((await readJournal(deploymentFolder(root, cluster, 'uid-1'))).entries);

test('the start and the end are saved at once, masked, and readable only by this user', async (t) => {
  const { root, act, at } = await acts(t);
  const end = await act('Savepoint to s3://ann:hunter2@bucket');
  const [first, ...others] = (await linesOf(await segmentIn(root))).entries;
  assert.deepEqual(others, []);
  assert.ok(first?.kind === 'act');
  const { id, ...fields } = first;
  const title = 'Savepoint to s3://ann:******@bucket';
  assert.deepEqual(fields, { kind: 'act', at: start, title, by: 'ann@laptop' });
  at(1500);
  await end({ outcome: 'failed', detail: 'token=hunter2' });
  const segment = await segmentIn(root);
  const { entries, header } = await linesOf(segment);
  assert.deepEqual(entries[1], { ...first, at: start + 1500, outcome: 'failed', detail: 'token=******' });
  assert.deepEqual([header.deployment, header.by], ['uid-1', 'ann@laptop']);
  const modes = [segment, dirname(segment)].map(async (path) => ((await stat(path)).mode & 0o777).toString(8));
  assert.deepEqual(await Promise.all(modes), ['600', '700']);
});

test('acts never count as watched time and do not split a gap', async (t) => {
  const { root, open } = await journals(t);
  const { act, at } = await acts(t, { root });
  at(5 * minuteMs);
  const end = await act('Cancel orders');
  assert.deepEqual((await readJournal(deploymentFolder(root, cluster, 'uid-1'))).watched, []);
  assert.deepEqual(
    (await findJournals(root, cluster)).map(({ deployment, watchedUntil }) => [deployment, watchedUntil]),
    [['uid-1', undefined]],
  );
  const journal = open();
  for (const from of [0, 10 * minuteMs]) {
    journal.watchedUntil(start + from);
    journal.watchedUntil(start + from + 10_000);
  }
  at(20 * minuteMs);
  await end(done);
  await journal.close();
  const { watched, entries } = await readJournal(deploymentFolder(root, cluster, 'uid-1'));
  assert.deepEqual(
    watched.map(({ from, until }) => [from - start, until - start]),
    [
      [0, 10_000],
      [10 * minuteMs, 10 * minuteMs + 10_000],
    ],
  );
  assert.deepEqual(textsOf(entries), ['Cancel orders', 'Cancel orders: done']);
  const [found] = await findJournals(root, cluster);
  assert.equal(found?.watchedUntil, start + 10 * minuteMs + 10_000);
});

test('the acts of a user share one segment per day', async (t) => {
  const { root, act, at } = await acts(t);
  const names = Array.from({ length: 20 }, (_, index) => `act ${index}`);
  await Promise.all(names.map(async (name) => (await act(name))(done)));
  // Acts that start at the same moment can get segments of their own.
  const created = (await segmentsIn(root)).length;
  for (const name of ['a', 'b', 'c']) await (await act(name))(done);
  assert.equal((await segmentsIn(root)).length, created);
  await act('by another user', 'bob@laptop');
  at(dayMs);
  await act('tomorrow');
  assert.equal((await segmentsIn(root)).length, created + 2);
  const { problems } = await readJournal(deploymentFolder(root, cluster, 'uid-1'));
  assert.deepEqual(problems, []);
  const expected = [...names, 'a', 'b', 'c'].flatMap((name) => [name, `${name}: done`]);
  assert.deepEqual((await entriesIn(root)).toSorted(), [...expected, 'by another user', 'tomorrow'].toSorted());
});

test('another flink-tui that watches the cluster reads each act once and at once, also after a quiet hour', async (t) => {
  const { root, open } = await journals(t);
  const { act } = await acts(t, { root });
  const journal = open();
  await (await act('first'))(done);
  const [segment = ''] = await segmentsIn(root);
  const hourAgo = new Date(Date.now() - 60 * minuteMs);
  await utimes(segment, hourAgo, hourAgo);
  await journal.load();
  await journal.poll();
  const end = await act('second');
  await journal.poll();
  assert.deepEqual(textsOf(journal.entries()), ['first', 'first: done', 'second']);
  await end(done);
  await journal.poll();
  await journal.poll();
  assert.deepEqual(textsOf(journal.entries()), ['first', 'first: done', 'second', 'second: done']);
  assert.deepEqual(journal.problems(), []);
});

test('a torn line of a killed process damages no other act', async (t) => {
  const { root, act } = await acts(t);
  await act('killed');
  const segment = await segmentIn(root);
  await writeFile(segment, '{"kind":"act","at":17', { flag: 'a' });
  await (await act('next'))(done);
  assert.equal(await segmentIn(root), segment);
  assert.deepEqual(await entriesIn(root), ['killed', 'next', 'next: done']);
});

test('a segment that another process is just creating stays unchanged', async (t) => {
  const { root, act, at } = await acts(t);
  await act('first');
  const [segment = ''] = await segmentsIn(root);
  await writeFile(segment, '');
  const end = await act('second');
  at(1);
  await end(done);
  assert.equal(await readFile(segment, 'utf8'), '');
  assert.deepEqual(await entriesIn(root), ['second', 'second: done']);
});

test('a segment that was deleted and created again is read from its start', async (t) => {
  const { root, open } = await journals(t);
  const { act } = await acts(t, { root });
  const journal = open();
  await act('long '.repeat(100));
  await journal.load();
  const segment = await segmentIn(root);
  const other = await acts(t);
  await other.act('short');
  await writeFile(segment, await readFile(await segmentIn(other.root)));
  await journal.poll();
  assert.equal(textsOf(journal.entries()).at(-1), 'short');
});

test('the oldest segments are deleted if the journal takes too much space', async (t) => {
  const root = await temporaryRoot(t);
  const folder = deploymentFolder(root, cluster, 'uid-0');
  await mkdir(folder, { recursive: true });
  const facts = { from: start - dayMs, writer: 'a', ...cluster, deployment: 'uid-0', by: 'ann@laptop' };
  const old = `${JSON.stringify({ flinkTuiJournal: 1, watchedUntil: start - dayMs, ...facts })}\n`.padEnd(5000, 'x');
  for (const minute of [10, 11]) await writeFile(join(folder, `20261127T11${minute}00Z-0000000a.ndjson`), old);
  const { act } = await acts(t, { root, bytes: 6000 });
  await (await act('Cancel orders'))(done);
  const kept = await segmentsIn(clusterFolder(root, cluster));
  assert.equal(kept.length, 2);
  assert.match(kept[0] ?? '', /20261127T111100Z/);
  const watcher = (await journals(t, { root })).open({ bytes: 100, now: () => start + 60 * minuteMs });
  watcher.append([pod('a', 1)]);
  await watcher.close();
  assert.deepEqual(await entriesIn(root), ['Cancel orders', 'Cancel orders: done', 'pod'], 'just written');
});

test('a folder that cannot be written is reported, and the act continues', async (t) => {
  const file = join(await temporaryFolder(t), 'a-file');
  await writeFile(file, '');
  for (const root of [file, join(file, 'journal'), '/proc/flink-tui']) {
    const { act, failures } = await acts(t, { root });
    await (await act('Cancel orders'))(done);
    assert.equal(failures.length, 2);
    for (const failure of failures) assert.match(failure, /^act not saved in the journal: .* \(\/.*\)$/);
  }
});

test('a disk that hangs delays the act by a second, and the entries are saved in order', async (t) => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { root, act, failures } = await acts(t, { deployment: promise });
  const startedAt = performance.now();
  const end = await act('Cancel orders');
  const delay = performance.now() - startedAt;
  assert.ok(delay > 900 && delay < 5000, `${delay} ms`);
  const ended = end(done);
  resolve('uid-1');
  await ended;
  assert.deepEqual(await entriesIn(root), ['Cancel orders', 'Cancel orders: done']);
  assert.equal(dirname(await segmentIn(root)), deploymentFolder(root, cluster, 'uid-1'));
  assert.deepEqual(failures, []);
});

test("times are by the API server's clock, and by the local clock if both agree within a second", async (t) => {
  for (const [serverAheadMs, expected] of [
    [60 * minuteMs, 60 * minuteMs],
    [-60 * minuteMs, -60 * minuteMs],
    [600, 0],
    [-600, 0],
  ] as const) {
    const { root, act, at } = await acts(t, { serverTime: () => Date.now() + serverAheadMs });
    const end = await act('Cancel orders');
    at(10);
    await end(done);
    const { entries } = await linesOf(await segmentIn(root));
    assert.deepEqual(
      entries.map((entry) => entry.at - start),
      [expected, expected + 10],
    );
  }
});
