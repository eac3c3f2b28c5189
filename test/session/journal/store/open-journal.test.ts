import assert from 'node:assert/strict';
import { appendFile, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import type { JournalEntry } from '../../../../src/session/journal/entry.ts';
import { identityOf } from '../../../../src/session/journal/entry-identity.ts';
import { findJournals } from '../../../../src/session/journal/store/find-journals.ts';
import { clusterFolder, deploymentFolder } from '../../../../src/session/journal/store/journal-folder.ts';
import { readJournal } from '../../../../src/session/journal/store/read-journal.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  cluster,
  journals,
  linesOf,
  pod,
  podNames,
  seen,
  segmentIn,
  segmentsIn,
  sleep,
  start,
  startProcess,
  temporaryRoot,
} from './journal-fixtures.ts';

type Stored = {
  readonly writer: string;
  readonly entries: readonly JournalEntry[];
  /** In seconds after `start`. */
  readonly from?: number;
  readonly until?: number;
  readonly second?: number;
};

/** Writes segments as other processes do, and returns their root. */
async function storedJournal(test: TestContext, ...segments: readonly Stored[]): Promise<string> {
  const root = await temporaryRoot(test);
  for (const [index, segment] of segments.entries()) await writeSegment(root, { second: index, ...segment });
  return root;
}

async function writeSegment(
  root: string,
  { writer, entries, from = 0, until = from, second = 0 }: Stored,
): Promise<string> {
  const folder = deploymentFolder(root, cluster, 'uid-1');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `20261128T1244${String(second).padStart(2, '0')}Z-0000000a.ndjson`);
  const times = { watchedUntil: start + until * 1000, from: start + from * 1000 };
  const header = { flinkTuiJournal: 1, ...times, writer, ...cluster, deployment: 'uid-1', by: 'ann@laptop' };
  await writeFile(path, [header, ...entries].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
}

const read = (root: string) => readJournal(deploymentFolder(root, cluster, 'uid-1'));
const seconds = (intervals: readonly { readonly from: number; readonly until: number }[]) =>
  intervals.map(({ from, until }) => [(from - start) / 1000, (until - start) / 1000]);

test('merges all segments by time', async (t) => {
  const root = await storedJournal(
    t,
    { writer: 'w1', entries: [pod('b', 2), pod('a', 1), pod('f', 6)] },
    { writer: 'w2', entries: [pod('c', 3), pod('f2', 6), pod('g', 9)] },
    { writer: 'w3', entries: [] },
    { writer: 'w1', entries: [pod('d', 4), pod('e', 5), pod('f3', 6)] },
  );
  const { open } = await journals(t, { root });
  const journal = open();
  const replayed: JournalEntry[] = [];
  await journal.load((entry) => replayed.push(entry));
  assert.deepEqual(podNames(journal.entries()), ['a', 'b', 'c', 'd', 'e', 'f', 'f2', 'f3', 'g']);
  assert.deepEqual(replayed, journal.entries());
  assert.deepEqual((await read(root)).entries, journal.entries());
});

test('shows a change that several processes recorded once', async (t) => {
  const root = await storedJournal(
    t,
    { writer: 'w1', entries: [pod('a', 1), seen('RUNNING', 10), seen('FAILED', 12)] },
    { writer: 'w2', entries: [pod('a', 1), seen('RUNNING', 30), seen('FAILED', 33)] },
    { writer: 'w3', entries: [pod('a', 2)] },
  );
  const { entries } = await read(root);
  assert.deepEqual(entries, [pod('a', 1), pod('a', 2), seen('RUNNING', 10), seen('FAILED', 12), seen('FAILED', 33)]);
});

test('shows each change of a state that changes back and forth', async (t) => {
  const flapping = (offset: number) => [
    seen('RUNNING', 1 + offset),
    seen('RESTARTING', 3 + offset),
    seen('RUNNING', 5 + offset),
    seen('RESTARTING', 7 + offset),
  ];
  const alone = await storedJournal(t, { writer: 'w1', entries: flapping(0) });
  assert.deepEqual((await read(alone)).entries, flapping(0));
  const both = await storedJournal(
    t,
    { writer: 'w1', entries: flapping(0) },
    { writer: 'w2', entries: flapping(1) },
    { writer: 'w3', entries: flapping(1.5) },
  );
  assert.deepEqual((await read(both)).entries, flapping(0));
  const missed = await storedJournal(
    t,
    { writer: 'w1', entries: [seen('RUNNING', 1)] },
    { writer: 'w2', entries: [seen('RUNNING', 2), seen('RUNNING', 6)] },
  );
  assert.deepEqual((await read(missed)).entries, [seen('RUNNING', 1), seen('RUNNING', 6)]);
});

test('does not record a change again that is already recorded', async (t) => {
  const root = await storedJournal(t, { writer: 'w1', entries: [pod('a', 1), seen('RUNNING', 10)] });
  const { open } = await journals(t, { root });
  const journal = open();
  await journal.load();
  const version = journal.version();
  let changes = 0;
  const unsubscribe = journal.subscribe(() => (changes += 1));
  journal.append([pod('a', 1), seen('RUNNING', 15)]);
  assert.deepEqual([journal.version(), changes], [version, 0]);
  journal.append([pod('b', 3), pod('b', 3), seen('RUNNING', 16)]);
  assert.deepEqual([journal.version(), changes], [version + 1, 1]);
  unsubscribe();
  journal.append([pod('c', 4)]);
  assert.equal(changes, 1);
  await journal.close();
  const [, own] = await segmentsIn(root);
  const saved = [seen('RUNNING', 15), pod('b', 3), seen('RUNNING', 16), pod('c', 4)];
  assert.deepEqual((await linesOf(own ?? '')).entries, saved);
});

test('a state that two processes saw is another change if one of them sees it again', async (t) => {
  const root = await storedJournal(t, { writer: 'w1', entries: [seen('RUNNING', 1), seen('RESTARTING', 3)] });
  const { open } = await journals(t, { root });
  const journal = open();
  await journal.load();
  journal.append([seen('RUNNING', 2), seen('RESTARTING', 4)]);
  journal.append([seen('RUNNING', 6)]);
  await journal.close();
  const expected = [seen('RUNNING', 1), seen('RESTARTING', 3), seen('RUNNING', 6)];
  assert.deepEqual(journal.entries(), expected);
  assert.deepEqual((await read(root)).entries, expected);
});

test('inserts an older entry at its time', async (t) => {
  const { open } = await journals(t);
  const journal = open();
  journal.append([pod('a', 1), pod('d', 4)]);
  const before = journal.entries();
  journal.append([pod('c', 3), pod('e', 5), pod('b', 2), pod('d2', 4)]);
  assert.deepEqual(podNames(journal.entries()), ['a', 'b', 'c', 'd', 'd2', 'e']);
  assert.deepEqual(podNames(before), ['a', 'd'], 'a returned list never changes');
  assert.equal(journal.entries(), journal.entries());
});

test('keeps the newest entries in memory, and replays all of them', async (t) => {
  const entries = Array.from({ length: 10 }, (_, index) => pod(`${index}`, index));
  const root = await storedJournal(t, { writer: 'w1', entries });
  const { open } = await journals(t, { root });
  const journal = open({ maxEntries: 4 });
  const replayed: JournalEntry[] = [];
  await journal.load((entry) => replayed.push(entry));
  assert.deepEqual(replayed, entries);
  assert.deepEqual([podNames(journal.entries()), journal.omitted()], [['6', '7', '8', '9'], 6]);
  journal.append([pod('10', 10), pod('2', 2)]);
  assert.deepEqual([podNames(journal.entries()), journal.omitted()], [['7', '8', '9', '10'], 7]);
});

test('reads what another process records meanwhile', async (t) => {
  const { root, open } = await journals(t);
  const [journal, other] = [open(), open()];
  await journal.load();
  other.append([seen('RUNNING', 0), pod('a', 1)]);
  other.watchedUntil(start + 1000);
  await eventually('the entry', async () => {
    await journal.poll();
    return journal.entries().length === 2;
  });
  const path = await segmentIn(root);
  await appendFile(path, JSON.stringify(pod('b', 2)).slice(0, 30));
  await journal.poll();
  assert.deepEqual(podNames(journal.entries()), ['job', 'a']);
  await appendFile(path, `${JSON.stringify(pod('b', 2)).slice(30)}\n${JSON.stringify(pod('c', 3))}\n`);
  await journal.poll();
  assert.deepEqual(podNames(journal.entries()), ['job', 'a', 'b', 'c']);
  await writeSegment(root, { writer: 'w3', entries: [pod('d', 4)], from: 10, until: 12, second: 59 });
  await journal.poll();
  assert.deepEqual(podNames(journal.entries()), ['job', 'a', 'b', 'c', 'd']);
  assert.deepEqual(seconds(journal.watched()), [
    [0, 1],
    [10, 12],
  ]);
  assert.deepEqual(journal.problems(), []);
});

test('reads each line once, even during another read', async (t) => {
  const entries = [seen('RUNNING', 1), pod('a', 2)];
  const root = await storedJournal(t, { writer: 'w1', entries });
  const { open } = await journals(t, { root });
  const journal = open();
  await Promise.all([journal.poll(), journal.load(), journal.poll(), journal.load(), journal.poll()]);
  await journal.poll();
  assert.deepEqual(journal.entries(), entries);
});

test('does not save an entry with an exact time that another process has saved since', async (t) => {
  const { root, open } = await journals(t);
  const journal = open({ writer: { writeAfterMs: 60_000 } });
  await journal.load();
  journal.append([pod('a', 1), seen('RUNNING', 10), pod('b', 20)]);
  await writeSegment(root, { writer: 'w2', entries: [pod('a', 1), seen('RUNNING', 12)] });
  await journal.close();
  const [, own] = await segmentsIn(root);
  assert.deepEqual((await linesOf(own ?? '')).entries, [seen('RUNNING', 10), pod('b', 20)]);
  assert.deepEqual((await read(root)).entries, [pod('a', 1), seen('RUNNING', 10), pod('b', 20)]);
});

test('does not read old segments again', async (t) => {
  const root = await storedJournal(
    t,
    { writer: 'w1', entries: [pod('a', 1)] },
    { writer: 'w2', entries: [pod('b', 2)] },
  );
  const [old = '', recent = ''] = await segmentsIn(root);
  const long = new Date(Date.now() - 3_600_000);
  await utimes(old, long, long);
  const { open } = await journals(t, { root });
  const journal = open();
  await journal.load();
  await journal.poll();
  for (const path of [old, recent])
    await appendFile(path, `${JSON.stringify(pod(`new in ${path === old ? 'old' : 'recent'}`, 9))}\n`);
  await journal.poll();
  assert.deepEqual(podNames(journal.entries()), ['a', 'b', 'new in recent']);
});

test('joins the watched time of all processes', async (t) => {
  const root = await storedJournal(
    t,
    { writer: 'w1', entries: [], from: 0, until: 10 },
    { writer: 'w1', entries: [], from: 10, until: 20 },
    { writer: 'w2', entries: [], from: 15, until: 30 },
    { writer: 'w3', entries: [], from: 32.4, until: 40 },
    { writer: 'w4', entries: [], from: 42.5, until: 50 },
    { writer: 'w5', entries: [], from: 44, until: 45 },
  );
  const expected = [
    [0, 40],
    [42.5, 50],
  ];
  assert.deepEqual(seconds((await read(root)).watched), expected);
  const { open } = await journals(t, { root });
  const journal = open();
  await journal.load();
  assert.deepEqual(seconds(journal.watched()), expected);
});

test('nobody watched while the only process was suspended', async (t) => {
  const root = await storedJournal(
    t,
    { writer: 'w1', entries: [sleep(10, 40)], from: 0, until: 50 },
    { writer: 'w2', entries: [], from: 30, until: 35 },
    { writer: 'w1', entries: [sleep(48, 55)], from: 50, until: 60 },
  );
  assert.deepEqual(seconds((await read(root)).watched), [
    [0, 10],
    [30, 35],
    [40, 48],
    [55, 60],
  ]);
});

test('nobody watched while the time was not updated', async (t) => {
  const { root, open } = await journals(t);
  const journal = open();
  for (const at of [0, 1, 12, 25, 26]) journal.watchedUntil(start + at * 1000);
  const expected = [
    [0, 12],
    [25, 26],
  ];
  assert.deepEqual(seconds(journal.watched()), expected);
  await journal.close();
  const { watched, entries, problems } = await read(root);
  assert.deepEqual([seconds(watched), entries, problems], [expected, [], []]);
});

test('reports problems of segments, and reads the others', async (t) => {
  const root = await storedJournal(
    t,
    { writer: 'w1', entries: [pod('a', 1)] },
    { writer: 'w2', entries: [pod('b', 2)] },
  );
  const [first = ''] = await segmentsIn(root);
  const newer = (await readFile(first, 'utf8')).replace('"flinkTuiJournal":1', '"flinkTuiJournal":2');
  await writeFile(first, newer);
  await writeFile(join(dirname(first), 'notes.txt'), 'not a segment\n');
  const { open } = await journals(t, { root });
  const journal = open();
  await journal.load();
  await journal.poll();
  assert.deepEqual(podNames(journal.entries()), ['b']);
  assert.deepEqual(journal.problems(), [
    '20261128T124400Z-0000000a.ndjson was written by a newer flink-tui (format 2): skipped',
  ]);
  await journal.close();
  assert.equal(await readFile(first, 'utf8'), newer);
});

test('keeps entries whose segments are deleted meanwhile', async (t) => {
  const root = await storedJournal(t, { writer: 'w1', entries: [pod('a', 1)], from: 0, until: 5 });
  const { open } = await journals(t, { root });
  const journal = open();
  await journal.load();
  await rm(await segmentIn(root));
  await journal.poll();
  await rm(clusterFolder(root, cluster), { recursive: true });
  await journal.poll();
  assert.deepEqual(podNames(journal.entries()), ['a']);
  assert.deepEqual(seconds(journal.watched()), [[0, 5]]);
  assert.deepEqual([journal.problems(), journal.failure()], [[], undefined]);
});

test('finds the journals of a cluster, newest first', async (t) => {
  const { root, open } = await journals(t);
  assert.deepEqual(await findJournals(root, cluster), []);
  for (const [deployment, at] of [
    ['uid-1', 100],
    ['uid-2', 300],
    [undefined, 200],
  ] as const) {
    const journal = open({ deployment });
    journal.append([pod('a', at)]);
    journal.watchedUntil(start + at * 1000);
    await journal.close();
  }
  await mkdir(join(clusterFolder(root, cluster), 'empty'));
  const found = await findJournals(root, cluster);
  assert.deepEqual(
    found.map(({ deployment, watchedUntil }) => [deployment, ((watchedUntil ?? 0) - start) / 1000]),
    [
      ['uid-2', 300],
      [undefined, 200],
      ['uid-1', 100],
    ],
  );
  const { entries, failure } = await readJournal(found[0]?.folder ?? '');
  assert.deepEqual([entries, failure], [[pod('a', 300)], undefined]);
  assert.deepEqual(await findJournals(root, { ...cluster, namespace: 'other' }), []);
});

test('two processes that record the same changes at once make one journal', async (t) => {
  const root = await temporaryRoot(t);
  // Both record change number n at the same time: an exact one, and one that is seen a few milliseconds later.
  const script = `
    const journal = open({ writer: { writeAfterMs: 40, segmentBytes: 5000 } });
    await journal.load();
    await pause(200);
    const end = Date.now() + 3000;
    for (let previous = Math.floor(Date.now() / 20); Date.now() < end; await pause(Math.random() * 10)) {
      const number = Math.floor(Date.now() / 20);
      for (let next = previous + 1; next <= number; next += 1) {
        const pod = { kind: 'pod', pod: String(next), role: 'taskmanager', phase: 'created' };
        journal.append([
          { ...pod, at: next * 20, uid: 'exact-' + next },
          { ...pod, at: Date.now(), isSeen: true, uid: 'seen-' + next },
        ]);
      }
      previous = number;
      journal.watchedUntil(Date.now());
      if (number % 5 === 0) await journal.poll();
    }
    await journal.close();
    await pause(300);
    console.log(JSON.stringify({ failure: journal.failure(), problems: journal.problems(), entries: journal.entries() }));
  `;
  const processes = [startProcess(root, script), startProcess(root, script)];
  const printed = await Promise.all(processes.map(({ stdout }) => text(stdout as NodeJS.ReadableStream)));
  const { entries, problems } = await read(root);
  assert.deepEqual(problems, []);
  const identities = entries.map(identityOf);
  assert.ok(identities.length > 200, `${identities.length} entries`);
  assert.equal(new Set(identities).size, identities.length, 'each change once');
  for (const output of printed) {
    const {
      failure,
      problems: own,
      entries: known,
    }: { failure?: string; problems: string[]; entries: JournalEntry[] } = JSON.parse(output);
    assert.deepEqual([failure, own], [undefined, []]);
    const knownIdentities = known.map(identityOf);
    assert.equal(new Set(knownIdentities).size, knownIdentities.length, 'each change once in memory');
    assert.ok(
      known.every((entry) => identities.includes(identityOf(entry))),
      'nothing is lost',
    );
  }
  for (const path of await segmentsIn(root)) await linesOf(path);
});
