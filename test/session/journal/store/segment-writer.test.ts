import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { readSegment } from '../../../../src/session/journal/store/segment-reader.ts';
import { eventually } from '../../../support/eventually.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import {
  cluster,
  journals,
  linesOf,
  pod,
  podNames,
  segmentIn,
  segmentsIn,
  sleep,
  start,
  startProcess,
} from './journal-fixtures.ts';

test('creates a private file with the first entry, and not before', async (t) => {
  const { root, open } = await journals(t);
  const journal = open();
  await journal.load();
  await journal.poll();
  assert.deepEqual(await segmentsIn(root), []);
  journal.append([pod('a', 1), pod('b', 2)]);
  const path = await eventually('a segment', async () => (await segmentsIn(root))[0]);
  assert.match(path, /\/orders-[0-9a-f]{8}\/uid-1\/20261128T124437Z-[0-9a-f]{8}\.ndjson$/);
  await journal.close();
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.equal((await stat(dirname(path))).mode & 0o777, 0o700);
  const { header, entries } = await linesOf(path);
  assert.deepEqual(entries, [pod('a', 1), pod('b', 2)]);
  const { writer, ...rest } = header;
  assert.match(String(writer), /^[0-9a-f-]{36}$/);
  assert.deepEqual(rest, {
    flinkTuiJournal: 1,
    watchedUntil: start,
    from: start,
    ...cluster,
    deployment: 'uid-1',
    by: 'ann@laptop',
  });
});

test('never leaves its folder, whatever the names are', async (t) => {
  const { root, open } = await journals(t);
  for (const name of ['../../evil', '/etc/evil', '..', '.', '']) {
    const journal = open({ cluster: { ...cluster, clusterId: name }, deployment: name });
    journal.append([pod(name, 1)]);
    await journal.close();
    assert.equal(journal.failure(), undefined, name);
  }
  const depths = (await segmentsIn(root)).map((path) => path.slice(root.length + 1).split('/').length);
  assert.deepEqual(depths, [3, 3, 3, 3, 3]);
});

test('keeps clusters with the same id in other contexts and namespaces apart', async (t) => {
  const { root, open } = await journals(t);
  for (const other of [{ context: 'staging' }, { namespace: 'other' }, {}]) {
    const journal = open({ cluster: { ...cluster, ...other }, deployment: undefined });
    journal.append([pod('a', 1)]);
    await journal.close();
  }
  const folders = (await segmentsIn(root)).map((path) => dirname(path));
  assert.equal(new Set(folders).size, 3);
  assert.ok(folders.every((folder) => folder.endsWith('/unknown')));
});

test('overwrites the watched time in place, so the file does not grow', async (t) => {
  const { root, open } = await journals(t);
  const journal = open();
  const watchedUntil = async (): Promise<unknown> => (await linesOf(await segmentIn(root))).header.watchedUntil;
  journal.watchedUntil(start);
  const path = await eventually('a segment', async () => (await segmentsIn(root))[0]);
  journal.append([pod('a', 1)]);
  await eventually('the entry', async () => (await linesOf(path)).entries.length === 1);
  const { size } = await stat(path);
  for (const seconds of [1, 2, 3]) {
    journal.watchedUntil(start + seconds * 1000 + 0.4);
    await eventually('the time', async () => (await watchedUntil()) === start + seconds * 1000);
  }
  journal.watchedUntil(start + 1000);
  journal.watchedUntil(Number.NaN);
  assert.deepEqual(journal.watched(), [{ from: start, until: start + 3000 }]);
  await journal.close();
  assert.equal(await watchedUntil(), start + 3000, 'never goes back');
  assert.equal((await stat(path)).size, size);
  assert.deepEqual((await linesOf(path)).entries, [pod('a', 1)]);
});

test('writes a burst at once', async (t) => {
  const writes: number[] = [];
  const write = async (file: FileHandle, bytes: Uint8Array, offset: number) => {
    writes.push(bytes.length);
    await file.write(bytes, 0, bytes.length, offset);
  };
  const { root, open } = await journals(t);
  const journal = open({ writer: { write } });
  for (let number = 0; number < 1000; number += 1) journal.append([pod(`${number}`, number)]);
  await eventually('the entries', () => writes.length > 0);
  await journal.close();
  assert.equal(writes.length, 1);
  assert.equal((await linesOf(await segmentIn(root))).entries.length, 1000);
});

test('starts a new segment if the current one is full', async (t) => {
  const { root, open } = await journals(t);
  const journal = open({ writer: { segmentBytes: 1000 } });
  const names = Array.from({ length: 100 }, (_, number) => `${number}`);
  for (let count = 0; count < names.length; count += 20) {
    journal.append(names.slice(count, count + 20).map((name) => pod(name, 0)));
    journal.watchedUntil(start + count);
    const last = `"pod":"${names[count + 19]}"`;
    const saved = async () =>
      (await Promise.all((await segmentsIn(root)).map((path) => readFile(path, 'utf8')))).join('');
    await eventually('the entries in a segment', async () => (await saved()).includes(last));
  }
  await journal.close();
  const segments = await Promise.all((await segmentsIn(root)).map(linesOf));
  // A watched time that is saved after the entries of a full segment starts the next segment, which may stay empty.
  assert.equal(segments.filter(({ entries }) => entries.length > 0).length, 5);
  assert.deepEqual(
    segments.flatMap(({ entries }) => podNames(entries)),
    names,
    'the names of segments are in the order of their creation',
  );
  assert.deepEqual(journal.watched(), [{ from: start, until: start + 80 }]);
  const reopened = open();
  await reopened.load();
  assert.deepEqual(reopened.watched(), journal.watched());
});

test('loses at most the last second if the process is killed', async (t) => {
  const root = await temporaryFolder(t);
  const child = startProcess(
    root,
    `
    const journal = open({});
    await journal.load();
    for (let number = 0; ; number += 1) {
      const at = Date.now();
      journal.append([{ kind: 'pod', at, pod: String(number), uid: String(number), role: 'taskmanager', phase: 'created' }]);
      journal.watchedUntil(at);
      console.log(at);
      await pause(10);
    }`,
  );
  t.after(() => child.kill('SIGKILL'));
  const times: number[] = [];
  assert.ok(child.stdout !== null);
  for await (const line of createInterface(child.stdout)) {
    times.push(Number(line));
    if (Number(line) - (times[0] ?? 0) > 2500) break;
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  const last = times.at(-1) ?? 0;
  const { header, entries, problems } = await readSegment(await segmentIn(root));
  assert.deepEqual(problems, []);
  const due = times.filter((at) => at <= last - 1000);
  assert.ok(due.length > 10, `${due.length} entries`);
  assert.deepEqual(
    entries.slice(0, due.length).map(({ at }) => at),
    due,
  );
  assert.ok(Math.abs((header?.from ?? 0) - (times[0] ?? 0)) < 100, 'the watched time starts with the first call');
  const watchedUntil = header?.watchedUntil ?? 0;
  assert.ok(watchedUntil >= last - 1000, `${last - watchedUntil} ms before the end`);
  assert.ok((entries.at(-1)?.at ?? 0) >= watchedUntil, 'the watched time has all its entries');
});

const fullDisk = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

test('keeps entries while the disk is full, and saves them later without damage', async (t) => {
  const { root, open } = await journals(t);
  let free = Number.POSITIVE_INFINITY;
  /** Writes what fits on the disk, as a file system does. */
  const write = async (file: FileHandle, bytes: Uint8Array, offset: number) => {
    const fitting = Math.min(free, bytes.length);
    if (fitting > 0) await file.write(bytes, 0, fitting, offset);
    free -= fitting;
    if (fitting < bytes.length) throw fullDisk();
  };
  const journal = open({ writer: { write, maxBuffered: 100 } });
  journal.append([pod('a', 1)]);
  const path = await eventually('a segment', async () => (await segmentsIn(root))[0]);
  await eventually('the entry', async () => (await linesOf(path)).entries.length === 1);
  const saved = await readFile(path, 'utf8');

  free = 150;
  journal.append([pod('b', 2), pod('c', 3)]);
  const failure = await eventually('the failure', () => journal.failure());
  assert.equal(failure, `journal is kept only in memory: the disk is full (${path})`);
  assert.ok((await readFile(path, 'utf8')).startsWith(saved));
  const other = open();
  await other.load();
  journal.append([pod('d', 4)]);
  assert.deepEqual(podNames(journal.entries()), ['a', 'b', 'c', 'd']);

  free = Number.POSITIVE_INFINITY;
  await eventually('the recovery', () => journal.failure() === undefined);
  await journal.close();
  assert.deepEqual(podNames((await linesOf(path)).entries), ['a', 'b', 'c', 'd']);
  assert.deepEqual(journal.problems(), []);
  await other.poll();
  assert.deepEqual(podNames(other.entries()), ['a', 'b', 'c', 'd']);
  assert.deepEqual(other.problems(), []);
});

test('drops and counts the oldest entries if the disk stays full', async (t) => {
  const { root, open } = await journals(t);
  let isFull = true;
  const write = async (file: FileHandle, bytes: Uint8Array, offset: number) => {
    if (isFull) throw fullDisk();
    await file.write(bytes, 0, bytes.length, offset);
  };
  const journal = open({ writer: { write, maxBuffered: 10 } });
  journal.append([pod('first', 0)]);
  await eventually('the failure', () => journal.failure());
  for (let number = 0; number < 25; number += 1) journal.append([pod(`${number}`, number)]);
  assert.equal(journal.entries().length, 26);
  assert.deepEqual(journal.problems(), ['15 journal entries were not saved']);
  isFull = false;
  await eventually('the recovery', () => journal.failure() === undefined);
  journal.append([pod('last', 30)]);
  await journal.close();
  assert.deepEqual(podNames((await linesOf(await segmentIn(root))).entries), [
    'first',
    ...Array.from({ length: 10 }, (_, number) => `${number + 15}`),
    'last',
  ]);
});

// With a file size limit, a write fails halfway, as on a full disk.
test('keeps whole lines if the operating system limits the file', async (t) => {
  const root = await temporaryFolder(t);
  const child = startProcess(
    root,
    `
    process.on('SIGXFSZ', () => {});
    const journal = open({ writer: { writeAfterMs: 5, retryMs: { first: 5, longest: 5 } } });
    for (let number = 0; journal.failure() === undefined; number += 1) {
      journal.append([{ kind: 'pod', at: number, pod: String(number), uid: String(number), role: 'taskmanager', phase: 'created', reason: 'x'.repeat(200) }]);
      await pause(1);
    }
    await journal.close();
    console.log(journal.failure(), journal.entries().length);
    `,
    'ulimit -f 32 &&',
  );
  assert.ok(child.stdout !== null);
  const printed = await text(child.stdout);
  assert.match(printed, /^journal is kept only in memory: the file size limit is reached \(\/.*\) \d+\n$/);
  const { entries, problems } = await readSegment(await segmentIn(root));
  assert.ok(entries.length > 20, `${entries.length} entries`);
  assert.deepEqual(
    entries.map(({ at }) => at),
    entries.map((_, index) => index),
  );
  assert.deepEqual(problems, []);
});

test('reports a folder that cannot be created, and keeps entries in memory', async (t) => {
  const file = join(await temporaryFolder(t), 'a-file');
  await writeFile(file, '');
  const { open } = await journals(t);
  for (const root of [file, join(file, 'journal'), '/proc/flink-tui']) {
    const journal = open({ root });
    await journal.load();
    journal.append([pod('a', 1)]);
    journal.watchedUntil(start);
    const failure = await eventually(
      'the failure',
      () => journal.failure()?.startsWith('journal is kept only in memory') && journal.failure(),
    );
    assert.match(String(failure), /^journal is kept only in memory: .* \(\/.*\)$/);
    await journal.poll();
    assert.deepEqual(podNames(journal.entries()), ['a']);
    assert.deepEqual(journal.watched(), [{ from: start, until: start }]);
    await journal.close();
  }
});

test('retries less and less often', async (t) => {
  const attempts: number[] = [];
  const write = async () => {
    attempts.push(performance.now());
    throw fullDisk();
  };
  const { open } = await journals(t);
  const journal = open({ writer: { write, retryMs: { first: 20, longest: 80 } } });
  journal.append([pod('a', 1)]);
  await eventually('five attempts', () => {
    journal.append([pod(`${performance.now()}`, 1)]);
    return attempts.length >= 5;
  });
  const gaps = attempts.slice(1).map((at, index) => at - (attempts[index] ?? 0));
  for (const [index, least] of [20, 40, 80, 80].entries()) {
    assert.ok((gaps[index] ?? 0) >= least - 2, `${gaps.join(' ')}`);
  }
});

test('creates the folder and a new segment again if they were deleted', async (t) => {
  const { root, open } = await journals(t);
  const journal = open();
  journal.append([pod('a', 1)]);
  const path = await eventually('a segment', async () => (await segmentsIn(root))[0]);
  await rm(join(root, '..', root.slice(root.lastIndexOf('/') + 1)), { recursive: true });
  journal.append([pod('b', 2)]);
  const next = await eventually('a new segment', async () => (await segmentsIn(root))[0]);
  assert.notEqual(next, path);
  await rm(next);
  journal.watchedUntil(start + 1000);
  await eventually('a third segment', async () => (await segmentsIn(root)).length === 1);
  journal.append([pod('c', 3)]);
  await journal.close();
  assert.equal(journal.failure(), undefined);
  assert.deepEqual(podNames((await linesOf(await segmentIn(root))).entries), ['c']);
  assert.deepEqual(podNames(journal.entries()), ['a', 'b', 'c']);
});

test('starts a new segment if something else has changed the file', async (t) => {
  const { root, open } = await journals(t);
  const journal = open();
  journal.append([pod('a', 1)]);
  const path = await eventually('a segment', async () => (await segmentsIn(root))[0]);
  await appendFile(path, 'something else\n');
  journal.append([pod('b', 2)]);
  await journal.close();
  const [, second] = await segmentsIn(root);
  assert.deepEqual(podNames((await linesOf(second ?? '')).entries), ['b']);
});

test('closes although the disk does not respond', async (t) => {
  const { promise: hung, resolve } = Promise.withResolvers<void>();
  t.after(() => resolve());
  let isHung = false;
  const write = () => {
    isHung = true;
    return hung;
  };
  const { open } = await journals(t);
  const journal = open({ writer: { write } });
  journal.append([pod('a', 1)]);
  await eventually('the write', () => isHung);
  await journal.close();
});

test('records sleep even if another process has recorded the same sleep', async (t) => {
  const { root, open } = await journals(t);
  for (const number of [1, 2]) {
    const journal = open();
    await journal.load();
    journal.watchedUntil(start);
    journal.append([sleep(1, 9)]);
    journal.watchedUntil(start + 10_000);
    assert.deepEqual(journal.entries(), [sleep(1, 9)]);
    await journal.close();
    const segments = await Promise.all((await segmentsIn(root)).map(linesOf));
    assert.deepEqual(
      segments.map(({ entries }) => entries),
      Array(number).fill([sleep(1, 9)]),
    );
  }
  const [early, late] = [open(), open({ writer: { writeAfterMs: 60_000 } })];
  for (const journal of [early, late]) journal.append([sleep(11, 19)]);
  await early.close();
  await late.close();
  const segments = await Promise.all((await segmentsIn(root)).map(linesOf));
  const second = segments.filter(({ entries }) => entries[0]?.at === sleep(11, 19).at);
  assert.equal(second.length, 2);
});
