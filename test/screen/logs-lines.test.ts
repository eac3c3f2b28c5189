import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SaveLines } from '../../src/logs/save-lines.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { failure, foldedFailure, head, openLogs, rowsOf } from './open-logs.ts';

test('copies the original line or all lines of the event', async () => {
  const { screen, write, writeAtOnce } = await openLogs();
  writeAtOnce(...failure);
  write('after it');
  await screen.logs.shows([...foldedFailure, ' after it']);
  await screen.logs.press('log.copy-line');
  await screen.message(/^select a line first/);
  await screen.logs.moveUp();
  await screen.logs.press('log.copy-line');
  await screen.message('Line copied');
  await screen.copied('Caused by: java.io.IOException: Disk full');
  await screen.logs.press('log.copy-event');
  await screen.message(`Event copied (${failure.length} lines)`);
  await screen.copied(failure.join('\n'));
});

test('copies a line without the characters that a terminal would read as keys', async () => {
  const { screen, write } = await openLogs();
  write('\x1b[31mred\x1b[0m\tand \x1b[201~rm\r \x9b5ndone\x07\x15');
  await screen.logs.contains('rm');
  await screen.logs.moveUp();
  await screen.logs.press('log.copy-line');
  await screen.copied('red\tand rm done');
});

test('shows all details of an event', async () => {
  const { screen, write } = await openLogs({ columns: 120, rows: 40 });
  write(head('WARN', 'runtime.taskmanager.Task', 'slow'), 'end');
  await screen.logs.contains('end');
  await screen.logs.moveUp(2);
  await screen.logs.press('log.event');
  await screen.result.isTitled('Event');
  await screen.result.shows(
    'Level WARN',
    /Time 1970-01-01 00:00:01 \(\S+ ago\)/,
    'Written 2026-11-24 00:15:43,058',
    'Logger org.apache.flink.runtime.taskmanager.Task',
    'Pod my-first-flink-cluster-taskmanager-1-1',
    /^ slow$/m,
  );
  await screen.result.press('text.close');
  await screen.result.isClosed();
});

test('goes to a time that is typed in one of several formats', async () => {
  const { screen, write, writeMany } = await openLogs();
  writeMany(1, 300);
  write('end');
  await screen.logs.contains('end');
  await screen.logs.goToTime('1970-01-01 00:02');
  await screen.logs.contains('▶line 120.');
  await screen.logs.goToTime('1970-01-01T00:04:30Z');
  await screen.logs.contains('▶line 270.');
  await screen.logs.goToTime('soon');
  await screen.footer.shows('"soon" is not a valid time; examples: 14:05');
  screen.logPrompt.clear();
  screen.logPrompt.type('-1m');
  screen.logPrompt.accept();
  await screen.message(/^No lines since [\d:]{8} UTC/);
  await screen.logs.showsNo('paused');
});

test('sets, shows and removes bookmarks, and goes from one to the next', async () => {
  const { screen, writeMany } = await openLogs();
  writeMany(1, 60);
  await screen.logs.shows(rowsOf(51, 60));
  await screen.logs.moveUp(2);
  await screen.logs.press('log.bookmark');
  await screen.logs.shows([...rowsOf(51, 57), '◈line 58.', ...rowsOf(59, 60)]);
  await screen.logs.moveToStart();
  await screen.logs.press('log.bookmark');
  await screen.logs.shows(['◈line 1.', ...rowsOf(2, 10)]);
  await screen.logs.moveDown();
  await screen.logs.shows(['◆line 1.', ...rowsOf(2, 10, 2)]);
  await screen.logs.press('log.next-bookmark');
  await screen.logs.contains('◈line 58.');
  await screen.logs.press('log.next-bookmark');
  await screen.logs.contains('◈line 1.');
  await screen.logs.press('log.bookmark');
  await screen.logs.contains('▶line 1.');
});

test('saves the filtered or all lines and confirms before overwriting a file', async (context) => {
  const folder = await temporaryFolder(context);
  const file = join(folder, 'saved.log');
  const { screen, write, writeAtOnce } = await openLogs({ columns: 160 });
  writeAtOnce(...failure);
  write('after it', 'the end');
  await screen.logs.contains('the end');
  await screen.logs.filter('disk full');
  await screen.logs.showsNo('the end');
  await screen.logs.press('log.save');
  screen.logPrompt.type(file);
  await screen.logPrompt.shows(`Save filtered lines to: ${file}`);
  screen.logPrompt.accept();
  await screen.message(/Saved (\d+ B|.* KiB)/);
  assert.equal(await readFile(file, 'utf8'), `${failure.join('\n')}\n`);
  await screen.logs.press('log.save');
  screen.logPrompt.type(file);
  screen.press('log-prompt.switch-lines');
  await screen.logPrompt.shows(`Save all lines to: ${file}`);
  screen.logPrompt.accept();
  await screen.footer.shows('already exists. Enter: overwrite');
  assert.equal(await readFile(file, 'utf8'), `${failure.join('\n')}\n`);
  screen.logPrompt.accept();
  await screen.message(/Saved/);
  await screen.footer.showsNo('already');
  assert.equal(await readFile(file, 'utf8'), `${[...failure, 'after it', 'the end'].join('\n')}\n`);
});

test('suggests a file name, which Enter takes and the right arrow edits', async (context) => {
  const folder = await temporaryFolder(context);
  const saved: string[] = [];
  const saveLines: SaveLines = async (file) => {
    saved.push(file);
    return { file: join(folder, file), bytes: 7 };
  };
  const { screen, write } = await openLogs({ columns: 160, saveLines });
  write('a line');
  await screen.logs.shows([' a line']);
  await screen.logs.press('log.save');
  await screen.logPrompt.shows(/^Save filtered lines to: +taskmanager-1-1-\d{8}T\d{6}Z\.log$/);
  screen.logPrompt.accept();
  await screen.message(/^Saved 7 B to .*taskmanager-1-1/);
  assert.match(saved[0] ?? '', /^taskmanager-1-1-\d{8}T\d{6}Z\.log$/);
  await screen.logs.press('log.save');
  screen.press('log-prompt.edit-suggestion');
  screen.logPrompt.type('.gz');
  await screen.logPrompt.shows(/: taskmanager-1-1-\d{8}T\d{6}Z\.log\.gz/);
});

test('explains an invalid path and keeps it for correction', async (context) => {
  const folder = await temporaryFolder(context);
  const { screen, write } = await openLogs({ columns: 160 });
  write('a line');
  await screen.logs.shows([' a line']);
  await screen.logs.press('log.save');
  screen.logPrompt.type('/no/such/folder/file');
  screen.logPrompt.accept();
  await screen.footer.shows('no such directory: /no/such/folder');
  await screen.logPrompt.shows('Save filtered lines to: /no/such/folder/file');
  screen.logPrompt.clear();
  screen.logPrompt.type(folder);
  screen.logPrompt.accept();
  await screen.footer.shows(`${folder} is a directory`);
  screen.logPrompt.type('/saved.log');
  screen.logPrompt.accept();
  await screen.message(`Saved 7 B to ${folder}/saved.log`);
});

test('groups equal stack traces and goes to the newest', async () => {
  const { screen, write, writeAtOnce, writeMany } = await openLogs({ columns: 120, rows: 40 });
  writeAtOnce(...failure);
  write('between');
  writeAtOnce(...failure);
  writeAtOnce(head('ERROR', 'Task', 'another'), 'java.lang.NullPointerException', '\tat a.B.c(B.java:1)');
  writeMany(1, 60);
  await screen.logs.contains('line 60.');
  await screen.logs.press('log.exceptions');
  await screen.exceptions.isTitled('Exceptions, newest first (2)');
  const of1 = /^ +last 1970-01-01 00:00:04 \(\S+ ago\) · taskmanager-1-1$/;
  const of2 = /^ +last 1970-01-01 00:00:03 \(\S+ ago\) · first 1970-01-01 00:00:01 \(\S+ ago\) · taskmanager-1-1$/;
  const illegalState = '2× java.lang.IllegalStateException: broken ← IOException: Disk full';
  await screen.exceptions.shows(['▶ 1× java.lang.NullPointerException', of1, `  ${illegalState}`, of2]);
  await screen.exceptions.moveDown();
  await screen.exceptions.shows(['  1× java.lang.NullPointerException', of1, `▶ ${illegalState}`, of2]);
  await screen.exceptions.press('exceptions.go-to-newest');
  await screen.exceptions.isClosed();
  await screen.logs.contains(/between[\s\S]*▶/);
  await screen.logs.isTitled('paused');
});

test('a narrow list of exceptions shows the exception and its root cause', async () => {
  const { screen, writeAtOnce, write } = await openLogs();
  const trace = (start: string) => [`${start}: ${'of this '.repeat(9)}`, '\tat a.B.c(B.java:1)'];
  writeAtOnce(
    head('ERROR', 'Task', 'failed'),
    ...trace('a.b.OrderException'),
    ...trace('Caused by: java.io.FirstException'),
    ...trace('Caused by: java.io.RootException'),
  );
  write('end');
  await screen.logs.contains('end');
  await screen.logs.press('log.exceptions');
  await screen.exceptions.contains(/a\.b\.OrderException: of this .*… ← RootException: of this .*…/);
});

test('a long stack frame wraps below its class in the details of an event', async () => {
  const { screen, writeAtOnce } = await openLogs();
  writeAtOnce(
    head('ERROR', 'Task', 'failed'),
    'java.io.IOException: full',
    `\tat com.example.${'deep.'.repeat(20)}Job.run(Job.java:1)`,
  );
  await screen.logs.contains('java.io.IOException: full');
  await screen.logs.moveUp();
  await screen.logs.press('log.event');
  await screen.result.shows(/^ {3}at com\.example\.deep/m, /^ {6}\S*Job\.run\(Job\.java:1\)$/m);
});

test('shows the numbers of received and kept lines', async () => {
  const { screen, writeMany } = await openLogs({ columns: 120, rows: 40 });
  writeMany(1, 60);
  await screen.logs.contains('line 60.');
  await screen.logs.press('log.counters');
  await screen.result.isTitled('Lines');
  await screen.result.shows(/60 received, 60 kept \(.*\), 0 oldest dropped/, /^ +\d+d\S* behind$/m);
});
