import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, head, openLogs } from './open-logs.ts';

test('searches all kept lines, shows the match number, and goes between matches', async () => {
  const { terminal, writeMany, write } = await openLogs();
  for (let index = 1; index <= 5; index += 1) {
    writeMany(index * 100, index * 100 + 99);
    write(`needle ${index}`);
  }
  await terminal.sees('needle 5');
  terminal.keys('/needle\r');
  await terminal.sees('/needle: 5 of 5 (n, N)');
  await terminal.sees('▶needle 5');
  terminal.keys('N');
  await terminal.sees('▶needle 4');
  await terminal.sees('4 of 5');
  terminal.keys('NNN');
  await terminal.sees('▶needle 1');
  await terminal.sees('/needle: 1 of 5');
  terminal.keys('N');
  await terminal.sees('Continuing at the newest match');
  await terminal.sees('▶needle 5');
  terminal.keys('n');
  await terminal.sees('▶needle 1');
  terminal.keys('n');
  await terminal.sees('▶needle 2');
  write('needle 6');
  await terminal.sees('2 of 6');
  terminal.keys('\x1b');
  await terminal.seesNo('/needle');
});

test('highlights matches while typing and keeps the context', async () => {
  const { terminal, write } = await openLogs();
  write('one apple', 'two pears', 'three apples');
  await terminal.sees('three apples');
  const colour = () => terminal.styleAt('apple').colour;
  assert.equal(colour(), false);
  terminal.keys('/app');
  await terminal.until('a highlight', colour);
  await terminal.sees(/one apple[\s\S]*two pears[\s\S]*three apples/);
  terminal.keys('\x1b');
  await terminal.until('no highlight', () => !colour());
});

test('starts the search at the cursor and respects filters', async () => {
  const { terminal, write } = await openLogs();
  for (let index = 1; index <= 9; index += 1) write(`number ${index} ${index % 2 === 0 ? 'even' : 'odd'}`);
  await terminal.sees('number 9');
  terminal.keys('&even\r');
  await terminal.seesNo('odd');
  await terminal.sees('number 2 even'); // scanned last by the filter
  terminal.keys('kk/number\r');
  await terminal.sees('▶number 4 even');
  await terminal.sees('/number: 2 of 4');
  terminal.keys('\x7f');
  await terminal.sees('/number: 4 of 9');
});

test('finds and unfolds folded lines', async () => {
  const { terminal, write, writeAtOnce, writeMany } = await openLogs();
  writeAtOnce(...failure);
  writeMany(1, 20);
  write('end');
  await terminal.sees('end');
  terminal.keys('/disk.java:7\r');
  await terminal.sees('▶  at com.example.Disk.write(Disk.java:7)');
  await terminal.sees('/disk.java:7: 1 of 1');
});

test('scrolls horizontally to a match', async () => {
  const { terminal, write } = await openLogs();
  write(`${'x'.repeat(300)} needle ${'y'.repeat(100)}`, 'short');
  await terminal.sees('short');
  terminal.keys('/needle\r');
  await terminal.sees(/xxx needle yyy/);
  await terminal.sees(/from column \d+/);
});

test('reports missing matches and invalid regular expressions', async () => {
  const { terminal, write } = await openLogs();
  write('something');
  await terminal.sees('something');
  terminal.keys('n');
  await terminal.sees('no active search');
  terminal.keys('/nothing at all\r');
  await terminal.sees('/nothing at all: no match');
  terminal.keys('/~[\r');
  await terminal.sees('"[" is not a valid regular expression');
});

test('mentions active filters when there is no match', async () => {
  const { terminal, write } = await openLogs();
  write(head('INFO', 'A', 'needle'));
  await terminal.sees('needle');
  terminal.keys('3/needle\r');
  await terminal.sees('/needle: no match in the filtered lines · only WARN and above (Backspace');
  terminal.keys('\x7f');
  await terminal.sees('/needle: 1 of 1 (n, N)');
});

test('searches several pods in order of time', async () => {
  const { terminal, write, writeOther } = await openLogs();
  write('needle a');
  writeOther(1.5, 'needle b');
  write('needle c');
  writeOther(2.5, 'needle d');
  terminal.keys('\x1b1a');
  await terminal.sees('3 Logs of 3 pods');
  terminal.keys('3/needle\r');
  await terminal.sees(/▶tm-1-2 +needle d/);
  for (const [letter, count] of [
    ['c', 3],
    ['b', 2],
    ['a', 1],
  ] as const) {
    terminal.keys('N');
    await terminal.sees(new RegExp(`▶tm-1-\\d +needle ${letter}`));
    await terminal.sees(`/needle: ${count} of 4`);
  }
});

test('handles keys during a search of a long log', async () => {
  const { terminal, log, write } = await openLogs();
  const lines = Array.from(
    { length: 60_000 },
    (_, index) => `1970-01-01T00:00:00.000000000Z ${head('INFO', 'Task', `line ${index} ${'.'.repeat(60)}`)}\n`,
  );
  for (let from = 0; from < lines.length; from += 1000) log.write(Buffer.from(lines.slice(from, from + 1000).join('')));
  write('end');
  await terminal.sees('end');
  terminal.keys('/line 7 \r:');
  await terminal.sees(/^:/m);
  terminal.keys('\x1b');
  await terminal.sees(/▶.*line 7 /);
});
