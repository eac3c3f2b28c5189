import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import { until } from '../../session/attached.ts';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { event, identity, openLog, sent, texts } from '../log-fixtures.ts';

async function contents(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.log')).sort();
  return (await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')))).join('');
}

test('keeps the original lines in files that are named after pod and container', async (t) => {
  const folder = await temporaryFolder(t);
  const { store, writer, write } = openLog({ folder, name: 'my-session' });
  const lines = [sent(1, event('INFO', 'one')), sent(2, '漢字 and 😀'), sent(3, 'a needle')];
  write(...lines);
  writer.markGap('container restarted');
  write(sent(4, 'last'));
  const kept = (await store.close({ keep: true })) ?? '';

  assert.ok(kept.startsWith(join(folder, 'my-session.')));
  assert.deepEqual((await readdir(kept)).sort(), ['kept', 'session-taskmanager-1-1.flink-main-container.0001.log']);
  const written = (await contents(kept)).split(/(?<=\n)/);
  assert.deepEqual([...written.slice(0, 3), ...written.slice(4)], [...lines, sent(4, 'last')]);
  assert.match(written[3] ?? '', /^\d{4}-\d\d-\d\dT\S+Z \[flink-tui\] container restarted\n$/);
});

test('creates private files and removes them on close unless they are kept', async (t) => {
  const folder = await temporaryFolder(t);
  const { store, write } = openLog({ folder: join(folder, 'not', 'there', 'yet') });
  write(sent(1, 'secret'));
  const logFolder = await until(store.subscribe, 'a directory', () => store.folder);
  assert.equal((await stat(logFolder)).mode & 0o777, 0o700);
  await store.close({ keep: true });
  const [file] = (await readdir(logFolder)).filter((name) => name.endsWith('.log'));
  assert.equal((await stat(join(logFolder, file ?? ''))).mode & 0o777, 0o600);

  const other = openLog({ folder });
  other.write(sent(1, 'gone soon'));
  const otherFolder = await until(other.store.subscribe, 'a directory', () => other.store.folder);
  assert.equal(await other.store.close({ keep: false }), undefined);
  await assert.rejects(stat(otherFolder), { code: 'ENOENT' });
});

test('creates no directory for an empty log', async (t) => {
  const folder = await temporaryFolder(t);
  const { store } = openLog({ folder });
  assert.equal(await store.close({ keep: true }), undefined);
  assert.deepEqual(await readdir(folder), []);
});

test('keeps files with hostile names inside the directory', async (t) => {
  const folder = await temporaryFolder(t);
  const store = createLogStore({ folder, name: '../../x' });
  store.open({ uid: 'u', pod: '../../../etc/\u001b[2Jpasswd', container: '.hidden' }).write(Buffer.from('x\n'));
  const kept = (await store.close({ keep: true })) ?? '';
  assert.equal(join(kept, '..'), folder);
  assert.deepEqual((await readdir(kept)).sort(), ['__.._.._etc___2Jpasswd..hidden.0001.log', 'kept']);
});

test('uses separate directories for separate stores', async (t) => {
  const folder = await temporaryFolder(t);
  const stores = [openLog({ folder }), openLog({ folder })];
  for (const { write } of stores) write(sent(1, 'x'));
  const folders = await Promise.all(stores.map(({ store }) => store.close({ keep: true })));
  assert.notEqual(folders[0], folders[1]);
});

test('removes the files of an ended process unless they are kept', async (t) => {
  const folder = await temporaryFolder(t);
  const host = hostname().replaceAll('.', '-');
  const noSuchProcess = 2 ** 22 + 1;
  const names = {
    stale: `session.${host}.${noSuchProcess}.aaaaaa`,
    kept: `session.${host}.${noSuchProcess}.bbbbbb`,
    running: `session.${host}.${process.pid}.cccccc`,
    elsewhere: `session.other-host.${noSuchProcess}.dddddd`,
    foreign: 'something else',
  };
  for (const name of Object.values(names)) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'x.0001.log'), 'x\n');
  }
  await writeFile(join(folder, names.kept, 'kept'), '');
  const { store } = openLog({ folder });
  await eventually('the removal of stale files', async () => !(await readdir(folder)).includes(names.stale));
  await store.close({ keep: false });
  const { stale: _, ...others } = names;
  assert.deepEqual((await readdir(folder)).sort(), Object.values(others).sort());
});

test('marks the directory as kept while the process runs, if requested', async (t) => {
  const folder = await temporaryFolder(t);
  const { store, write } = openLog({ folder, keep: true });
  write(sent(1, 'the last line'));
  const logFolder = await until(store.subscribe, 'a directory', () => store.folder);
  assert.ok((await readdir(logFolder)).includes('kept'));
  await store.close({ keep: false });
});

test('removes only the files of a forgotten log', async (t) => {
  const folder = await temporaryFolder(t);
  const { store, write } = openLog({ folder });
  write(sent(1, 'goes'));
  store.open({ ...identity, uid: 'u2' }).write(Buffer.from(sent(1, 'stays')));
  await until(store.subscribe, 'a directory', () => store.folder);
  store.forget('u1/flink-main-container');
  const kept = (await store.close({ keep: true })) ?? '';
  assert.equal(await contents(kept), sent(1, 'stays'));
});

test('evicts whole files of old lines and counts the lines when the limit is reached', async (t) => {
  const folder = await temporaryFolder(t);
  const { store, source, write } = openLog({ folder, bytes: 64 * 1024 });
  const quiet = store.open({ uid: 'quiet', pod: 'quiet', container: 'c' });
  quiet.write(Buffer.from(sent(0, 'one line')));
  const line = (number: number) => sent(number, `line ${number} ${'x'.repeat(80)}`);
  for (let number = 0; number < 3000; number += 1) write(line(number));
  const { received, kept, evicted, bytes } = source.counters;
  assert.equal(received, 3000);
  assert.equal(kept + evicted, 3000);
  assert.equal(source.first, evicted);
  assert.ok(bytes <= 64 * 1024 && bytes > 48 * 1024, `${bytes} bytes`);
  assert.ok(texts(source).every((text, index) => text.startsWith(`line ${evicted + index} `)));
  const quietSource = store.source('quiet/c');
  assert.deepEqual(quietSource && texts(quietSource), ['one line'], 'logs within their share are kept');

  const folderKept = (await store.close({ keep: true })) ?? '';
  const written = await contents(folderKept);
  assert.equal(written.length, bytes + sent(0, 'one line').length);
  assert.ok(written.includes(`line ${evicted} `) && !written.includes(`line ${evicted - 1} `));
});
