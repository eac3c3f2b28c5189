import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeSession, podRow, sessionSnapshot } from '../support/session.ts';
import { openTerminal } from '../support/terminal.ts';

const target = { clusterId: 'my-first-flink-cluster' };

async function open(session = fakeSession(), size = { columns: 120, rows: 40 }) {
  const terminal = openTerminal({ target, source: { attach: async () => session, find: async () => [] } }, size);
  await terminal.sees('? help');
  await terminal.seesNo('Loading pods');
  return { session, terminal };
}

const many = () =>
  fakeSession(
    sessionSnapshot({
      pods: Array.from({ length: 100 }, (_, index) => podRow({ name: `my-first-flink-cluster-tm-${index}` })),
    }),
  );

test('Tab, Shift-Tab and the number keys move between the panes', async () => {
  const { terminal } = await open();
  for (const [key, pane] of [
    ['\t', '2 Jobs'],
    ['\t', '3 Logs'],
    ['\t', '1 Pods'],
    ['\x1b[Z', '3 Logs'],
    ['\x1b2', '2 Jobs'],
    ['1', '1 Pods'],
    ['3', '3 Logs'],
  ] as const) {
    terminal.keys(key);
    await terminal.sees(`┏━ ${pane}`);
  }
});

for (const [keys, row] of [
  ['j', 'tm-1'],
  ['jjj', 'tm-3'],
  ['\x1b[B\x1b[B\x1b[A', 'tm-1'],
  ['G', 'tm-99'],
  ['Gk', 'tm-98'],
  ['Ggj', 'tm-1'],
  ['\x1b[6~\x1b[6~', 'tm-14'],
  ['\x04', 'tm-3'],
  ['G\x15', 'tm-96'],
] as const) {
  test(`${JSON.stringify(keys)} moves the cursor to ${row} and keeps it visible`, async () => {
    const { terminal } = await open(many());
    terminal.keys(keys);
    await terminal.sees(new RegExp(`▶ ${row}\\b`));
    assert.equal(terminal.styleAt(`${row} `).inverse, true);
  });
}

test('the cursor stays on its row when other rows change', async () => {
  const { session, terminal } = await open(many());
  terminal.keys('jjj');
  await terminal.sees('▶ tm-3');
  const pods = session.store.getState().pods ?? [];
  session.change({ pods: [podRow({ name: 'my-first-flink-cluster-new' }), ...pods.slice(2)] });
  await terminal.sees('  new');
  await terminal.sees('▶ tm-3');
  session.change({ pods: pods.filter(({ name }) => !name.endsWith('tm-3')) });
  await terminal.seesNo('tm-3 ');
  assert.match(terminal.text(), /▶ tm-\d/);
});

test('follows the pod under the cursor, or all chosen pods', async () => {
  const { session, terminal } = await open();
  await terminal.until('the first pod to be followed', () => session.followed().join().endsWith('x2x9k'));
  terminal.keys('j');
  await terminal.until('the second pod to be followed', () => session.followed().join().endsWith('taskmanager-1-1'));
  await terminal.sees('3 Logs of taskmanager-1-1');
  terminal.keys(' j ');
  await terminal.until('both pods to be followed', () => session.followed().length === 2);
  await terminal.sees('3 Logs of 2 pods');
  await terminal.sees('▶+taskmanager-1-2');
  terminal.keys('\x1b');
  await terminal.sees('3 Logs of taskmanager-1-2');
});

test('/ filters while typing, Enter keeps the filter, Esc clears it', async () => {
  const { terminal } = await open();
  terminal.keys('/');
  await terminal.sees('Enter keep');
  terminal.keys('1-2');
  await terminal.sees('1 Pods (1 of 3) /1-2');
  await terminal.seesNo('leader');
  terminal.keys('\r');
  await terminal.sees('Filter: "1-2". Esc clears it');
  terminal.keys('/zzz');
  await terminal.sees('No pod matches "1-2zzz"');
  terminal.keys('\r\x1b');
  await terminal.sees('1 Pods (3)');
  terminal.keys('2/word\r');
  await terminal.sees('2 Jobs (1 of 2) /word');
  await terminal.seesNo('TopSpeed');
});

test('z zooms the focused pane, Esc restores the layout', async () => {
  const { session, terminal } = await open();
  terminal.keys('3z');
  await terminal.seesNo('1 Pods');
  assert.deepEqual(session.needs(), []);
  terminal.keys('\t');
  await terminal.sees('┏━ 1 Pods');
  await terminal.seesNo('3 Logs');
  terminal.keys('\x1b');
  await terminal.sees('3 Logs');
  assert.deepEqual(session.needs().toSorted(), ['jobs', 'task-managers']);
});

test('Enter on a pod opens its log, Esc goes back', async () => {
  const { terminal } = await open();
  terminal.keys('j\r');
  await terminal.sees('┏━ 3 Logs of taskmanager-1-1');
  terminal.keys('\x1b');
  await terminal.sees('┏━ 1 Pods');
  terminal.keys('kL');
  await terminal.sees('┏━ 3 Logs of 7d9c8b6f4-x2x9k');
});

test('y copies the id under the cursor to the clipboard of the terminal', async () => {
  const { terminal } = await open();
  terminal.keys('2y');
  await terminal.sees('Copied: a1b2c3d4e5f60718293a4b5c6d7e8f90');
  assert.ok(
    terminal.written().includes(`\x1b]52;c;${Buffer.from('a1b2c3d4e5f60718293a4b5c6d7e8f90').toString('base64')}\x07`),
  );
});

test('r refreshes all data', async () => {
  const { session, terminal } = await open();
  terminal.keys('r');
  await terminal.sees('Refreshing');
  assert.equal(session.refreshes(), 1);
});

test('? lists every key and command, and scrolls', async () => {
  const { terminal } = await open(undefined, { columns: 80, rows: 24 });
  terminal.keys('?');
  await terminal.sees('Go to the next pane');
  terminal.keys('G');
  await terminal.sees('Quit (the cluster keeps running)');
  await terminal.sees('the end');
  terminal.keys('?');
  await terminal.sees('TopSpeedWindowing');
});

test('? lists the keys of panes, pages and overlays, then movement keys, then commands', async () => {
  const { terminal } = await open(undefined, { columns: 100, rows: 260 });
  terminal.keys('?');
  await terminal.sees('Quit (the cluster keeps running)');
  const titles = [
    'Everywhere',
    'Pods',
    'Jobs',
    'Logs',
    'Job details',
    'Cluster picker',
    'Command line (:)',
    'Confirmation dialog',
    'Exceptions (e)',
    'Help',
    'List filter (/)',
    'Log columns (c)',
    'Log levels (v)',
    'Log prompt (/ & @ W)',
    'Port forwards (F)',
    'Text view',
    'Movement',
    'Commands (press : first)',
  ];
  const rows = terminal.rows().map((row) => row.replaceAll('┃', '').trim());
  assert.deepEqual(
    rows.filter((row) => titles.includes(row)),
    titles,
  );
  for (const line of [
    /Enter o +Open in the browser/,
    /r +Check all port forwards now/,
    /: +Type a command; port-forward accepts any port of any pod/,
    /t +Set the logger to TRACE/,
    /PgUp PgDn Ctrl-B Ctrl-F +Move one page/,
    /g G Home End +Go to the start or the end/,
  ])
    assert.match(terminal.text(), line);
});

test('q quits and closes the session', async () => {
  const { session, terminal } = await open();
  terminal.keys('q');
  assert.deepEqual(await terminal.exit, { exitCode: 0, lines: [] });
  assert.equal(session.isClosed(), true);
});
