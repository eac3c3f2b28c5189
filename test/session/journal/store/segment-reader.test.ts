import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { JournalEntry } from '../../../../src/session/journal/entry.ts';
import { readJournal } from '../../../../src/session/journal/store/read-journal.ts';
import { readSegment } from '../../../../src/session/journal/store/segment-reader.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { cluster, pod, podNames, start } from './journal-fixtures.ts';

const headerOf = (format = 1) =>
  JSON.stringify({
    flinkTuiJournal: format,
    watchedUntil: start + 60_000,
    from: start,
    writer: 'writer-1',
    ...cluster,
    deployment: 'uid-1',
    by: 'ann@laptop',
  });
const lineOf = (name: string, at: number) => JSON.stringify(pod(name, at));

async function writeSegment(test: TestContext, ...lines: string[]): Promise<string> {
  const path = join(await temporaryFolder(test), '20261128T124437Z-0000000a.ndjson');
  await writeFile(path, lines.join('\n'));
  return path;
}

test('reads the header and all entries', async (t) => {
  const path = await writeSegment(t, headerOf(), lineOf('a', 1), lineOf('b', 2), '');
  const { header, entries, problems } = await readSegment(path);
  assert.deepEqual(header, {
    ...cluster,
    watchedUntil: start + 60_000,
    from: start,
    writer: 'writer-1',
    deployment: 'uid-1',
    by: 'ann@laptop',
  });
  assert.deepEqual(entries, [pod('a', 1), pod('b', 2)]);
  assert.deepEqual(problems, []);
});

test('ignores a torn last line', async (t) => {
  for (const torn of [lineOf('b', 2), lineOf('b', 2).slice(0, 20), `${lineOf('b', 2).slice(0, 20)}\n`]) {
    const { entries, problems } = await readSegment(await writeSegment(t, headerOf(), lineOf('a', 1), torn));
    assert.deepEqual([podNames(entries), problems], [['a'], []], JSON.stringify(torn));
  }
});

test('skips and counts unreadable lines between others', async (t) => {
  const path = await writeSegment(
    t,
    headerOf(),
    lineOf('a', 1),
    '{"kind":"po',
    '\0\0\0',
    lineOf('b', 2),
    '[]',
    lineOf('c', 3),
    '',
  );
  const { entries, problems } = await readSegment(path);
  assert.deepEqual(podNames(entries), ['a', 'b', 'c']);
  assert.deepEqual(problems, [`3 unreadable lines in ${basename(path)} were skipped`]);
});

test('skips entries of an unknown kind, and with missing or wrong fields', async (t) => {
  const at = start;
  const invalid = [
    { kind: 'weather', at },
    { kind: 'toString', at },
    { kind: 'pod', at, pod: 'a', role: 'taskmanager', phase: 'created' },
    { ...pod('a', 1), at: 'now' },
    { ...pod('a', 1), at: undefined },
    { ...pod('a', 1), reason: 5 },
    { kind: 'checkpoint', at, job: 'a1', jobName: 'orders', id: '7', outcome: 'completed' },
    { kind: 'act', at, id: 7, title: 'Savepoint', by: 'ann' },
    { kind: 'parallelism', at, job: 'a1', jobName: 'orders', vertices: [{ id: 'v', to: 2 }] },
    { kind: 'parallelism', at, job: 'a1', jobName: 'orders', vertices: null },
    { kind: 'deployment', at, changes: ['image'] },
    { kind: 'leader', at, pod: null },
  ];
  for (const line of invalid) {
    const text = JSON.stringify(line);
    const { entries, problems } = await readSegment(await writeSegment(t, headerOf(), text, lineOf('b', 2), ''));
    assert.deepEqual([podNames(entries), problems.length], [['b'], 1], text);
  }
});

test('reads every kind, and keeps unknown fields', async (t) => {
  const at = start;
  const ofJob = { at, job: 'a1', jobName: 'orders' };
  const entries: JournalEntry[] = [
    { kind: 'job', ...ofJob, flinkAt: at - 5, state: 'LOST' },
    {
      kind: 'failure',
      ...ofJob,
      exception: 'IOException',
      message: 'no route',
      concurrent: [{ exception: 'E', message: 'm', task: 't' }],
      isFinal: true,
    },
    { kind: 'failure', ...ofJob, exception: 'IOException', message: 'no route', restart: 285 },
    { kind: 'restarts', ...ofJob, from: at - 1000, count: 284 },
    { kind: 'restarts', ...ofJob, from: at - 1000 },
    { kind: 'checkpoint', ...ofJob, id: 7, outcome: 'completed', bytes: 10, path: 's3://b/7', isSavepoint: true },
    { kind: 'checkpoints', ...ofJob, from: 8, to: 12 },
    { kind: 'parallelism', ...ofJob, vertices: [{ id: 'v', name: 'Source', from: 1, to: 2 }] },
    pod('a', 0),
    { kind: 'container-restart', at, pod: 'a', uid: 'u', role: 'jobmanager', restarts: 2 },
    { kind: 'leader', at },
    { kind: 'warning', at, uid: 'u', object: 'Pod/a', reason: 'Failed', message: 'm', count: 3 },
    { kind: 'level', at, logger: 'root', level: 'DEBUG', until: at + 1 },
    { kind: 'errors', at, pod: 'a', uid: 'u', perMinute: 30, before: 1.5 },
    { kind: 'deployment', at, changes: [{ what: 'image', from: 'a', to: 'b' }], isFirst: true },
    { kind: 'forward', at, url: 'http://127.0.0.1:8081', target: 'jobmanager:8081', isOpen: false },
    { kind: 'link', at, server: 'rest', isUp: false },
    { kind: 'act', at, id: '3f', title: 'Savepoint of orders', by: 'ann@laptop', outcome: 'done' },
    { kind: 'sleep', at, until: at + 1000 },
    Object.assign(pod('b', 0), { zone: { name: 'eu' } }),
  ];
  const path = await writeSegment(t, headerOf(), ...entries.map((entry) => JSON.stringify(entry)), '');
  assert.deepEqual(await readSegment(path).then((read) => [read.entries, read.problems]), [entries, []]);
});

test('does not read a segment of a newer format', async (t) => {
  const path = await writeSegment(t, headerOf(2), lineOf('a', 1), '');
  assert.deepEqual(await readSegment(path), {
    header: undefined,
    entries: [],
    problems: [`${basename(path)} was written by a newer flink-tui (format 2): skipped`],
  });
});

test('reports a file without a valid header', async (t) => {
  const withoutWriter = headerOf().replace('"writer"', '"author"');
  for (const first of ['hello', 'null', '{"flinkTuiJournal":1}', '{}', withoutWriter, lineOf('a', 1)]) {
    const path = await writeSegment(t, first, lineOf('b', 2), '');
    const { entries, problems } = await readSegment(path);
    assert.deepEqual([entries, problems], [[], [`${basename(path)} has no valid header: skipped`]], first);
  }
});

test('ignores a file whose header is not complete yet, and a file that was deleted', async (t) => {
  const path = await writeSegment(t, headerOf().slice(0, 60));
  for (const file of [path, `${path}-deleted`]) {
    assert.deepEqual(await readSegment(file), { header: undefined, entries: [], problems: [] });
  }
});

test('reports a file that cannot be read', async (t) => {
  const path = join(await temporaryFolder(t), '20261128T124437Z-0000000a.ndjson');
  await mkdir(path);
  const { problems } = await readSegment(path);
  assert.equal(problems.length, 1);
  assert.match(problems[0] ?? '', /^20261128T124437Z-0000000a\.ndjson cannot be read: /);
});

test('reads lines that are longer than a read', async (t) => {
  const long = { ...pod('long', 2), reason: 'é'.repeat(500_000) };
  const path = await writeSegment(t, headerOf(), lineOf('a', 1), JSON.stringify(long), lineOf('b', 3), '');
  const { entries, problems } = await readSegment(path);
  assert.deepEqual([podNames(entries), problems], [['a', 'long', 'b'], []]);
  assert.deepEqual(entries[1], long);
});

test('keeps repeated strings in memory once', async (t) => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const heapAfterGc = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const count = 20_000;
  const message = 'Connection unexpectedly closed by remote task manager. '.repeat(8);
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      kind: 'failure',
      at: start + index,
      job: 'a1',
      jobName: 'orders',
      exception: 'IOException',
      message,
    }),
  );
  const path = await writeSegment(t, headerOf(), ...lines, '');
  lines.length = 0;
  const before = heapAfterGc();
  const { entries } = await readJournal(join(path, '..'));
  const bytes = (heapAfterGc() - before) / count;
  assert.equal(entries.length, count);
  assert.ok(bytes < 300, `${bytes} bytes for an entry`);
});
