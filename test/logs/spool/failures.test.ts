import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { until } from '../../session/attached.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { all, openLog, sent, texts } from '../log-fixtures.ts';

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => sent(from + index, `line ${from + index}`));

test('reports a directory that cannot be created, and keeps lines in memory', async (t) => {
  const file = join(await temporaryFolder(t), 'a-file');
  await writeFile(file, '');
  const { store, source, write } = openLog({ folder: join(file, 'logs'), memoryBytes: 4000 });
  write(...numbered(0, 5));
  const failure = await until(store.subscribe, 'the failure', () => store.failure);
  assert.equal(failure, `logs are only kept in memory: the path is a file, not a directory (${file})`);
  assert.equal(store.folder, undefined);
  write(...numbered(5, 1000));
  const { received, kept, evicted, bytes } = source.counters;
  assert.equal(received, 1000);
  assert.equal(kept + evicted, 1000);
  assert.ok(bytes <= 4000, `${bytes} bytes`);
  assert.equal(texts(source).at(-1), 'line 999');
  assert.equal(await store.close({ keep: true }), undefined);
});

// /proc reports ENOENT for a new directory, although the parent exists.
test('reports a directory that cannot be created in /proc, and keeps lines in memory', async () => {
  const { store, source, write } = openLog({ folder: '/proc/flink-tui/logs' });
  write(sent(1, 'the only line'));
  const failure = await until(store.subscribe, 'the failure', () => store.failure);
  assert.match(failure, /^logs are only kept in memory: .*\(\/proc/);
  assert.deepEqual(texts(source), ['the only line']);
  await store.close({ keep: false });
});

test('reports a removed directory once, and keeps new lines in memory', async (t) => {
  const { store, source, write } = openLog({ folder: await temporaryFolder(t) });
  const first = numbered(0, 10_000);
  write(...first);
  const folder = await until(store.subscribe, 'a directory', () => store.folder);
  await rm(folder, { recursive: true, maxRetries: 10 });
  write(...numbered(10_000, 20_000));
  const failure = await until(store.subscribe, 'the failure', () => store.failure);
  assert.match(failure, /^logs are only kept in memory: the file or directory does not exist/);
  write(sent(20_000, 'the newest'));
  assert.equal(source.end - source.first, 20_001);
  const lines = all(source);
  assert.equal(lines.length, 20_001, 'unreadable lines keep their positions');
  assert.equal(texts(source).at(-1), 'the newest');
  for (const line of lines) {
    const known =
      line.kind === 'line' && line.text === (line.sequence === 20_000 ? 'the newest' : `line ${line.sequence}`);
    assert.ok(known || (line.kind === 'gap' && line.reason.includes('no longer be read')), JSON.stringify(line));
  }
  assert.equal(store.failure, failure, 'the first failure is kept');
  await store.close({ keep: false });
});

// With a file size limit of 64 KiB, a write fails halfway, as on a full disk.
test('reports a full disk once and keeps all lines readable', async (t) => {
  const folder = await temporaryFolder(t);
  const script = `
    import { createLogStore } from './src/logs/create-log-store.ts';
    const store = createLogStore({ folder: ${JSON.stringify(folder)} });
    const writer = store.open({ uid: 'u', pod: 'p', container: 'c' });
    const source = store.source('u/c');
    const failures = new Set();
    store.subscribe(() => failures.add(store.failure));
    let number = 0;
    while (store.failure === undefined) {
      writer.write(Buffer.from(Array.from({ length: 100 }, () => 'line ' + number++ + ' ' + 'x'.repeat(80) + '\\n').join('')));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    writer.write(Buffer.from('the last\\n'));
    const lines = source.lines(0, source.end);
    const isWhole = lines.length === number + 1 && lines.slice(0, -1).every((line, index) => line.text.startsWith('line ' + index + ' '));
    await new Promise((resolve) => setImmediate(resolve));
    failures.delete(undefined);
    console.log(JSON.stringify({ isWhole, last: lines.at(-1).text, failures: [...failures] }));
    await store.close({ keep: false });
  `;
  const child = spawn(
    'sh',
    ['-c', 'ulimit -f 128 && exec "$0" --import=tsx --input-type=module -e "$1"', process.execPath, script],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', NODE_COMPILE_CACHE: '', TSX_DISABLE_CACHE: '1' },
    },
  );
  assert.deepEqual(JSON.parse(await text(child.stdout)), {
    isWhole: true,
    last: 'the last',
    failures: ['logs are only kept in memory: the file size limit is reached'],
  });
});

test('loses no line if the reader waits for the disk', async (t) => {
  const { store, source, write } = openLog({ folder: await temporaryFolder(t) });
  const chunk = numbered(0, 20_000).join('');
  assert.equal(store.backpressure(), undefined);
  let written = 0;
  while (store.backpressure() === undefined) {
    write(chunk);
    written += 20_000;
  }
  await store.backpressure();
  assert.equal(store.backpressure(), undefined);
  assert.deepEqual([source.counters.received, source.counters.kept], [written, written]);
  await store.close({ keep: false });
});

test('drops and counts the oldest lines if the reader does not wait for the disk', async (t) => {
  const { store, source, write } = openLog({ folder: await temporaryFolder(t), memoryBytes: 1024 * 1024 });
  const chunk = numbered(0, 5000).join('');
  for (let count = 0; count < 20; count += 1) write(chunk);
  const { received, kept, evicted } = source.counters;
  assert.equal(received, 100_000);
  assert.equal(kept + evicted, received);
  assert.ok(evicted > 0 && kept > 0, `${evicted} of ${received} lines evicted`);
  assert.equal(texts(source).at(-1), 'line 4999');
  await store.close({ keep: false });
});
