import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endlessLine, hostileLines, watchForHijacks } from '../support/hostile-lines.ts';
import { openLogs } from './open-logs.ts';

const stamp = Buffer.from('1970-01-01T00:01:00.000000000Z ');
const end = Buffer.from('\n');

test('shows control sequences in log lines without executing them', async () => {
  const { terminal, log, write } = await openLogs({ columns: 130, rows: 60 });
  write('before');
  await terminal.sees('before');
  // A frame can arrive in several pieces, between the marks of a synchronized update.
  const isWhole = () => !terminal.terminal.modes.synchronizedOutputMode;
  await terminal.until('the end of the frame', isWhole);
  const hijacks = watchForHijacks(terminal.terminal);
  const modes = { ...terminal.terminal.modes };
  const frame = [terminal.column(0), terminal.column(129)];
  for (const { line } of hostileLines) log.write(Buffer.concat([stamp, line, end]));
  const last = hostileLines.at(-1);
  await terminal.sees(last?.shown ?? '');
  await terminal.until('the end of the frame', isWhole);
  for (const { name, shown } of hostileLines) assert.ok(terminal.text().includes(shown), `${name}\n${terminal.text()}`);
  assert.deepEqual(hijacks(), []);
  assert.deepEqual({ ...terminal.terminal.modes }, modes);
  assert.ok(terminal.isAlternate());
  assert.deepEqual([terminal.column(0), terminal.column(129)], frame, terminal.text());
});

test('shows a line of 10 MB and the next line', async () => {
  const { terminal, log, write } = await openLogs();
  log.write(stamp);
  for (let from = 0; from < endlessLine.length; from += 65_536) log.write(endlessLine.subarray(from, from + 65_536));
  log.write(end);
  await terminal.sees('endless endless');
  write('the next line');
  await terminal.sees('the next line');
});
