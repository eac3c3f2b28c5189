import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { clusterFolder } from '../../../../src/session/journal/store/journal-folder.ts';
import { eventually } from '../../../support/eventually.ts';
import { cluster, journals, pod, segmentsIn, start, temporaryRoot } from './journal-fixtures.ts';

const segmentBytes = 10_000;

/** Creates a segment of 10,000 bytes that was watched until a minute after its start. */
async function createSegment(
  root: string,
  deployment: string,
  minute: number,
  { format = 1, watchedUntil = start - 3_600_000 + minute * 60_000 } = {},
): Promise<string> {
  const folder = join(clusterFolder(root, cluster), deployment);
  await mkdir(folder, { recursive: true });
  const path = join(folder, `20261128T11${String(minute).padStart(2, '0')}00Z-0000000a.ndjson`);
  const facts = { from: start - 3_600_000, writer: deployment, ...cluster, deployment, by: 'ann@laptop' };
  const header = `${JSON.stringify({ flinkTuiJournal: format, watchedUntil, ...facts })}\n`;
  await writeFile(path, header.padEnd(segmentBytes - 1, 'x').concat('\n'));
  return path;
}

async function record(test: TestContext, root: string, bytes: number): Promise<readonly string[]> {
  const { open } = await journals(test, { root });
  const journal = open({ bytes });
  journal.append([pod('a', 1)]);
  await journal.close();
  assert.equal(journal.failure(), undefined);
  return journal.problems();
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

test('deletes the oldest segments of all deployments of the cluster', async (t) => {
  const root = await temporaryRoot(t);
  const paths = [
    await createSegment(root, 'uid-2', 1),
    await createSegment(root, 'uid-1', 2),
    await createSegment(root, 'uid-3', 3),
    await createSegment(root, 'uid-2', 4),
    await createSegment(root, 'uid-1', 5),
  ];
  const other = join(root, 'other-cluster');
  await mkdir(other);
  await writeFile(join(other, '20200101T000000Z-0000000a.ndjson'), 'x'.repeat(segmentBytes));
  const notes = join(clusterFolder(root, cluster), 'uid-1', 'notes.txt');
  await writeFile(notes, 'x'.repeat(segmentBytes));
  const kept = paths.slice(3);
  const before = await Promise.all(kept.map((path) => readFile(path)));
  await record(t, root, 2.5 * segmentBytes);
  assert.deepEqual(await Promise.all(paths.map(exists)), [false, false, false, true, true]);
  assert.deepEqual(await Promise.all(kept.map((path) => readFile(path))), before);
  assert.ok(await exists(notes));
  assert.deepEqual(
    (await readdir(clusterFolder(root, cluster))).sort(),
    ['uid-1', 'uid-2'],
    'empty folders are removed',
  );
  assert.equal((await readdir(other)).length, 1);
});

test('keeps everything within the limit', async (t) => {
  const root = await temporaryRoot(t);
  const path = await createSegment(root, 'uid-2', 1);
  await record(t, root, 2 * segmentBytes);
  assert.ok(await exists(path));
});

test('keeps segments of running processes, of newer formats, and its own', async (t) => {
  const root = await temporaryRoot(t);
  const live = await createSegment(root, 'uid-2', 1, { watchedUntil: start - 59_000 });
  const newer = await createSegment(root, 'uid-2', 2, { format: 2 });
  const ended = await createSegment(root, 'uid-2', 3, { watchedUntil: start - 61_000 });
  await record(t, root, 1);
  assert.deepEqual(await Promise.all([live, newer, ended].map(exists)), [true, true, false]);
  assert.equal((await segmentsIn(root)).length, 3);
});

test('keeps a file without a header that was just created', async (t) => {
  const root = await temporaryRoot(t);
  const path = await createSegment(root, 'uid-2', 1);
  await writeFile(path, '{"flinkTuiJournal":1');
  await record(t, root, 1);
  assert.ok(await exists(path));
});

test('checks the limit while a segment grows', async (t) => {
  const root = await temporaryRoot(t);
  const old = await createSegment(root, 'uid-2', 1);
  const { open } = await journals(t, { root });
  const journal = open({ bytes: 1_500_000 });
  journal.append([pod('a', 1)]);
  await eventually('a segment', async () => (await segmentsIn(root)).length === 2);
  assert.ok(await exists(old));
  const detail = 'x'.repeat(1000);
  for (let number = 0; number < 1600; number += 1) {
    journal.append([{ kind: 'act', at: start, id: `${number}`, title: 'Savepoint', by: 'ann@laptop', detail }]);
  }
  await eventually('the deletion', async () => !(await exists(old)));
  await journal.close();
  assert.equal((await segmentsIn(root)).length, 1, 'the current segment is never deleted');
});

test('reports a segment that cannot be deleted, and still records', async (t) => {
  const root = await temporaryRoot(t);
  const path = join(clusterFolder(root, cluster), 'uid-2', '20261128T110100Z-0000000a.ndjson');
  await mkdir(path, { recursive: true });
  const problems = await record(t, root, 1);
  assert.equal(problems.length, 1);
  assert.match(problems[0] ?? '', /^old journal segments not deleted: /);
});
