import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLogs } from '../open-logs.ts';

const shown = (rows: readonly string[]) => rows.flatMap((row) => /line \d+\./.exec(row)?.[0] ?? []);

for (const [key, action] of [
  ['k', 'moving up'],
  ['f', 'pausing'],
] as const) {
  test(`keeps the visible lines when ${action} during a flood of lines`, async () => {
    const { terminal, writeMany } = await openLogs();
    writeMany(1, 100);
    await terminal.sees('line 100.');
    const before = shown(terminal.rows());
    // The lines arrive and the key is pressed before the next frame. The key applies to the lines on the screen.
    writeMany(101, 200);
    terminal.keys(key);
    await terminal.sees('paused, 100 new');
    assert.deepEqual(shown(terminal.rows()), before);
    await terminal.close();
  });
}

test('pausing puts the cursor on the last visible line, even if newer lines have arrived', async () => {
  const { screen, terminal, writeMany } = await openLogs();
  writeMany(1, 100);
  await terminal.sees('line 100.');
  writeMany(101, 200);
  terminal.keys('fy');
  await terminal.sees('Line copied');
  await screen.copied('line 100.');
  await terminal.close();
});

test('after pausing, counts but does not show matches that arrived after the last frame', async () => {
  const { terminal, write, writeMany } = await openLogs();
  write('line 1. even');
  await terminal.sees('line 1. even');
  terminal.keys('&even\r');
  await terminal.sees('"even"');
  writeMany(2, 100);
  write('line 101. even');
  terminal.keys('f');
  await terminal.sees('paused, 1 new');
  assert.deepEqual(shown(terminal.rows()), ['line 1.']);
  await terminal.close();
});
