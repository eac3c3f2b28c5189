import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, head, openLogs, rowsOf } from './open-logs.ts';

test('searches all kept lines, shows the match number, and moves between matches', async () => {
  const { screen, writeMany, write } = await openLogs();
  for (let index = 1; index <= 5; index += 1) {
    writeMany(index * 100, index * 100 + 99);
    write(`needle ${index}`);
  }
  await screen.logs.shows([...rowsOf(591, 599), ' needle 5']);
  await screen.logs.search('needle');
  await screen.message(/^\/needle: 5 of 5 \(n, N\)/);
  await screen.logs.shows([...rowsOf(591, 599), '▶needle 5']);
  const previous = () => screen.logs.press('log.previous-match');
  const next = () => screen.logs.press('log.next-match');
  const isOn = (needle: number) => screen.logs.contains(`▶needle ${needle}`);
  await previous();
  await isOn(4);
  await screen.message(/^\/needle: 4 of 5/);
  for (let times = 0; times < 3; times += 1) await previous();
  await isOn(1);
  await screen.message(/^\/needle: 1 of 5/);
  await previous();
  await screen.message(/Continuing at the newest match/);
  await isOn(5);
  await next();
  await isOn(1);
  await next();
  await isOn(2);
  write('needle 6');
  await screen.message(/2 of 6/);
  screen.press('screen.back');
  await screen.noMessage(/\/needle/);
});

test('highlights matches while typing and keeps all lines visible', async () => {
  const { screen, write } = await openLogs();
  write('one apple', 'two pears', 'three apples');
  const all = [' one apple', ' two pears', ' three apples'];
  await screen.logs.shows(all);
  const colour = () => screen.terminal.styleAt('apple').colour;
  assert.equal(colour(), false);
  await screen.logs.press('log.search');
  screen.logPrompt.type('app');
  await screen.terminal.until('a highlight', colour);
  await screen.logs.shows(all);
  screen.logPrompt.close();
  await screen.terminal.until('no highlight', () => !colour());
});

test('starts the search at the cursor and respects filters', async () => {
  const { screen, write } = await openLogs();
  for (let index = 1; index <= 9; index += 1) write(`number ${index} ${index % 2 === 0 ? 'even' : 'odd'}`);
  await screen.logs.contains('number 9');
  await screen.logs.filter('even');
  await screen.logs.shows([' number 2 even', ' number 4 even', ' number 6 even', ' number 8 even']);
  await screen.logs.moveUp(2);
  await screen.logs.search('number');
  await screen.logs.shows([' number 2 even', '▶number 4 even', ' number 6 even', ' number 8 even']);
  await screen.message(/^\/number: 2 of 4/);
  await screen.logs.press('log.remove-filter');
  await screen.message(/^\/number: 4 of 9/);
});

test('finds and unfolds folded lines', async () => {
  const { screen, write, writeAtOnce, writeMany } = await openLogs();
  writeAtOnce(...failure);
  writeMany(1, 20);
  write('end');
  await screen.logs.contains('end');
  await screen.logs.search('disk.java:7');
  await screen.logs.contains('▶ at com.example.Disk.write(Disk.java:7)');
  await screen.message(/^\/disk\.java:7: 1 of 1/);
});

test('scrolls horizontally to a match', async () => {
  const { screen, write } = await openLogs();
  write(`${'x'.repeat(300)} needle ${'y'.repeat(100)}`, 'short');
  await screen.logs.shows([` ${'x'.repeat(77)}`, ' short']);
  await screen.logs.search('needle');
  await screen.logs.shows([/^▶x+ needle y+$/]);
  await screen.logs.isTitled(/from column \d+/);
});

test('reports missing matches and invalid regular expressions', async () => {
  const { screen, write } = await openLogs();
  write('something');
  await screen.logs.shows([' something']);
  await screen.logs.press('log.next-match');
  await screen.message(/no active search/);
  await screen.logs.search('nothing at all');
  await screen.message(/\/nothing at all: no match/);
  await screen.logs.search('~[');
  await screen.footer.shows('"[" is not a valid regular expression');
});

test('mentions active filters when there is no match', async () => {
  const { screen, write } = await openLogs();
  write(head('INFO', 'A', 'needle'));
  await screen.logs.contains('needle');
  await screen.logs.setLevel('warn');
  await screen.logs.search('needle');
  await screen.message(/^\/needle: no match in the filtered lines · only WARN and above \(Backspace/);
  await screen.logs.press('log.remove-filter');
  await screen.message(/^\/needle: 1 of 1 \(n, N\)/);
});

test('searches several pods in order of time', async () => {
  const { screen, write, writeOther } = await openLogs();
  write('needle a');
  writeOther(1.5, 'needle b');
  write('needle c');
  writeOther(2.5, 'needle d');
  await screen.pods.press('pods.mark-all');
  await screen.logs.isTitled('3 Logs of 3 pods');
  await screen.logs.search('needle');
  const rows = ['tm-1-1 needle a', 'tm-1-2 needle b', 'tm-1-1 needle c', 'tm-1-2 needle d'];
  const isOn = (cursor: number) => screen.logs.shows(rows.map((row, index) => `${index === cursor ? '▶' : ' '}${row}`));
  await isOn(3);
  for (const cursor of [2, 1, 0]) {
    await screen.logs.press('log.previous-match');
    await isOn(cursor);
    await screen.message(new RegExp(`^/needle: ${cursor + 1} of 4`));
  }
});

test('handles keys during a search of a long log', async () => {
  const { screen, log, write } = await openLogs();
  const lines = Array.from(
    { length: 60_000 },
    (_, index) => `1970-01-01T00:00:00.000000000Z ${head('INFO', 'Task', `line ${index} ${'.'.repeat(60)}`)}\n`,
  );
  for (let from = 0; from < lines.length; from += 1000) log.write(Buffer.from(lines.slice(from, from + 1000).join('')));
  write('end');
  await screen.logs.contains('end');
  await screen.logs.search('line 7 ');
  screen.press('command-line.open');
  await screen.commandLine.shows(':');
  screen.commandLine.close();
  await screen.logs.contains(/^▶.*line 7 /m);
});

test('moves typed together with a search wait for its scan', async () => {
  const { screen, writeAtOnce } = await openLogs();
  const lines = Array.from({ length: 100_000 }, (_, index) => `line ${index + 1}.`);
  writeAtOnce(...lines.slice(0, 5), 'needle 1', ...lines.slice(5), 'needle 2', 'the end');
  await screen.logs.contains(' the end');
  screen.type('/needle\rN');
  await screen.logs.contains('▶needle 1');
  screen.type('nnN');
  await screen.logs.contains('▶needle 2');
});
