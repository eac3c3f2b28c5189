import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { failure, head, openLogs } from './open-logs.ts';

test('copies the original line with y and the whole event with Y', async () => {
  const { terminal, write, writeAtOnce, copied } = await openLogs();
  writeAtOnce(...failure);
  write('after it');
  await terminal.sees('after it');
  terminal.keys('y');
  await terminal.sees('select a line first');
  terminal.keys('ky');
  await terminal.sees('Line copied');
  assert.equal(copied(), 'Caused by: java.io.IOException: Disk full');
  terminal.keys('Y');
  await terminal.sees(`Event copied (${failure.length} lines)`);
  assert.equal(copied(), failure.join('\n'));
});

test('shows all details of an event with Enter', async () => {
  const { terminal, write } = await openLogs({ columns: 120, rows: 40 });
  write(head('WARN', 'runtime.taskmanager.Task', 'slow'), 'end');
  await terminal.sees('end');
  terminal.keys('kk\r');
  await terminal.sees('━ Event ━');
  await terminal.sees(/logger +org\.apache\.flink\.runtime\.taskmanager\.Task/);
  await terminal.sees(/kubelet +1970-01-01T00:00:01\.000Z/);
  await terminal.sees(/pod +my-first-flink-cluster-taskmanager-1-1/);
  terminal.keys('\x1b');
  await terminal.seesNo('━ Event ━');
});

test('goes to a time in several formats', async () => {
  const { terminal, write, writeMany } = await openLogs();
  writeMany(1, 300);
  write('end');
  await terminal.sees('end');
  terminal.keys('@1970-01-01 00:02\r');
  await terminal.sees('▶line 120.');
  terminal.keys('@1970-01-01T00:04:30Z\r');
  await terminal.sees('▶line 270.');
  terminal.keys('@soon\r');
  await terminal.sees('"soon" is not a valid time; examples: 14:05');
  terminal.keys('\x15-1m\r');
  await terminal.sees('no lines since');
  await terminal.seesNo('paused');
});

test('sets bookmarks, shows them, and goes to each in turn', async () => {
  const { terminal, writeMany } = await openLogs();
  writeMany(1, 60);
  await terminal.sees('line 60.');
  terminal.keys('kkm');
  await terminal.sees('◈line 58.');
  terminal.keys('gm');
  await terminal.sees('◈line 1.');
  terminal.keys('j');
  await terminal.sees('◆line 1.');
  terminal.keys("'");
  await terminal.sees('◈line 58.');
  terminal.keys("'");
  await terminal.sees('◈line 1.');
  terminal.keys('m');
  await terminal.sees('▶line 1.');
});

test('saves the filtered or all lines and confirms before overwriting a file', async (context) => {
  const folder = await temporaryFolder(context);
  const file = join(folder, 'saved.log');
  const { terminal, write, writeAtOnce } = await openLogs({ columns: 160 });
  writeAtOnce(...failure);
  write('after it', 'the end');
  await terminal.sees('the end');
  terminal.keys('&disk full\r');
  await terminal.seesNo('the end');
  terminal.keys(`W${file}`);
  await terminal.sees('Save filtered lines to: ');
  terminal.keys('\r');
  await terminal.sees(/Saved \d+ B|Saved .* KiB/);
  assert.equal(await readFile(file, 'utf8'), `${failure.join('\n')}\n`);
  terminal.keys(`W${file}\t`);
  await terminal.sees('Save all lines to: ');
  terminal.keys('\r');
  await terminal.sees('already exists. Enter: overwrite');
  assert.equal(await readFile(file, 'utf8'), `${failure.join('\n')}\n`);
  terminal.keys('\r');
  await terminal.until('the file', () => terminal.text().includes('Saved') && !terminal.text().includes('already'));
  assert.equal(await readFile(file, 'utf8'), `${[...failure, 'after it', 'the end'].join('\n')}\n`);
});

test('explains an invalid path and keeps it for correction', async (context) => {
  const folder = await temporaryFolder(context);
  const { terminal, write } = await openLogs({ columns: 160 });
  write('a line');
  await terminal.sees('a line');
  terminal.keys('W/no/such/folder/file\r');
  await terminal.sees('no such folder: /no/such/folder');
  await terminal.sees(/^Save filtered lines to: \/no\/such\/folder\/file/m);
  terminal.keys(`\x15${folder}\r`);
  await terminal.sees(`${folder} is a folder`);
  terminal.keys('/saved.log\r');
  await terminal.sees(`Saved 7 B to ${folder}/saved.log`);
});

test('groups equal stack traces and goes to the newest with Enter', async () => {
  const { terminal, write, writeAtOnce, writeMany } = await openLogs({ columns: 120, rows: 40 });
  writeAtOnce(...failure);
  write('between');
  writeAtOnce(...failure);
  writeAtOnce(head('ERROR', 'Task', 'another'), 'java.lang.NullPointerException', '\tat a.B.c(B.java:1)');
  writeMany(1, 60);
  await terminal.sees('line 60.');
  terminal.keys('e');
  await terminal.sees('Exceptions, newest first (2)');
  await terminal.sees(/▶ java\.lang\.NullPointerException[\s\S]*IllegalStateException: broken ← .*Disk full/);
  await terminal.sees(/2×, last .* ago in taskmanager-1-1; 1970-01-01T00:00:01Z to 1970-01-01T00:00:03Z/);
  terminal.keys('j');
  await terminal.sees('▶ java.lang.IllegalStateException');
  terminal.keys('\r');
  await terminal.seesNo('Exceptions, newest');
  await terminal.sees(/between[\s\S]*▶/);
  await terminal.sees('paused');
});

test('shows the numbers of received and kept lines', async () => {
  const { terminal, writeMany } = await openLogs({ columns: 120, rows: 40 });
  writeMany(1, 60);
  await terminal.sees('line 60.');
  terminal.keys('i');
  await terminal.sees(/60 received, 60 kept \(.*\), 0 oldest dropped/);
});
