import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession } from '../support/session.ts';

const target = { clusterId: 'my-first-flink-cluster' };

async function open(size = { columns: 100, rows: 600 }, env = {}) {
  const source = { attach: async () => fakeSession() };
  const screen = openScreen({ target, source, env }, size);
  await screen.terminal.sees('TopSpeedWindowing');
  return screen;
}
type Opened = Awaited<ReturnType<typeof open>>;

const rowsOf = ({ help }: Opened) => help.frame()?.rows.map((row) => row.trimEnd()) ?? [];
/** The headings, which are the only rows without indentation. */
const headingsOf = (screen: Opened) =>
  rowsOf(screen)
    .filter((row) => /^ \S/.test(row))
    .map((row) => row.trim());

async function search(screen: Opened, text: string): Promise<void> {
  await screen.help.press('help.search');
  await screen.footer.shows('Enter keep');
  screen.type(text);
  await screen.help.isTitled(`/${text}`);
}

test('the help scrolls through all keys and commands', async () => {
  const screen = await open({ columns: 80, rows: 24 });
  screen.press('help.open');
  await screen.help.shows('Show the logs of the pod');
  await screen.terminal.sees(/ 1-\d+\/\d+ ━┛/);
  await screen.help.showsNo(/^ *quit /m);
  screen.press('move.end', 'G');
  await screen.terminal.sees(/-(\d+)\/\1 ━┛/);
  await screen.help.shows(/^ *quit \S/m);
  await screen.help.press('help.close');
  await screen.help.isClosed();
});

test('the help lists the keys of all panes, movement keys, other panes, pages and overlays, then commands', async () => {
  const screen = await open();
  screen.press('help.open');
  await screen.help.shows(/^ *quit \S/m);
  assert.deepEqual(headingsOf(screen), [
    'Pods',
    'Everywhere',
    'Toasts',
    'Movement',
    'Jobs',
    'Logs',
    'Job (Enter E)',
    'Log volume by logger (V)',
    'Memory (M)',
    'Pod (d)',
    'Session (I)',
    'Timeline (T)',
    'What is wrong (D)',
    'Activity list (A)',
    'Cluster picker (K)',
    'Command line (:)',
    'Confirmation dialog',
    'Copy (y)',
    'Exceptions (e)',
    'Help (?)',
    'List filter (/)',
    'Log columns (c)',
    'Log levels (v)',
    'Log prompt (/ & @ W)',
    'Metric search (/)',
    'Minimum level (l)',
    'Palette (Ctrl-P)',
    'Port forwards (F)',
    'Sort (O)',
    'Text view',
    'Commands (press : first)',
  ]);
  await screen.help.shows(
    /Enter o +Open in the browser/,
    /r +Check all port forwards now/,
    /: +Type a command; port-forward accepts any port of any pod/,
    /t +Set the logger to TRACE/,
    /PgUp Ctrl-B +Move one page up/,
    /End G +Go to the end/,
  );
});

for (const [where, press, title] of [
  ['the logs', (screen: Opened) => screen.press('pane.logs'), 'Logs'],
  ['the jobs', (screen: Opened) => screen.press('pane.jobs'), 'Jobs'],
  ['the log levels', (screen: Opened) => screen.press('levels.open'), 'Log levels (v)'],
] as const) {
  test(`the help starts with the keys of ${where} if it is opened there`, async () => {
    const screen = await open();
    press(screen);
    screen.press('help.open');
    await screen.help.shows('Everywhere');
    assert.deepEqual(headingsOf(screen).slice(0, 3), [title, 'Everywhere', 'Toasts']);
    assert.equal(headingsOf(screen).filter((heading) => heading === title).length, 1);
  });
}

for (const [columns, count, env] of [
  [80, 1, {}],
  [119, 1, {}],
  [120, 2, {}],
  [180, 3, {}],
  [240, 3, {}],
  [240, 1, { INK_SCREEN_READER: 'true' }],
] as const) {
  const reader = 'INK_SCREEN_READER' in env ? ' for a screen reader' : '';
  test(`the help has ${count} column${count === 1 ? '' : 's'} at a width of ${columns}${reader}`, async () => {
    const screen = await open({ columns, rows: 600 }, env);
    screen.press('help.open');
    await screen.terminal.sees(/Commands \(press : first\)/);
    const rows = screen.terminal.rows().map((row) => row.replace(/^┃|┃$/g, ''));
    const first = rows[rows.findIndex((row) => row.trim() === 'Logs') + 1] ?? '';
    const keysAndTexts = first.trim().split(/ {2,}/);
    assert.equal(keysAndTexts.length, 2 * count, first);
  });
}

test('the help covers the panes, also while a search finds little', async () => {
  const screen = await open({ columns: 200, rows: 60 });
  await screen.terminal.sees('RUNNING');
  screen.press('help.open');
  await screen.terminal.seesNo('RUNNING');
  await search(screen, 'savepoint');
  await screen.help.showsNo('Movement');
  assert.doesNotMatch(screen.terminal.text(), /RUNNING/);
});

test('a search leaves only the matching keys and commands', async () => {
  const screen = await open();
  screen.press('help.open');
  await search(screen, 'savepoint');
  await screen.help.showsNo('Movement');
  assert.deepEqual(headingsOf(screen), ['Jobs', 'Job (Enter E)', 'Commands (press : first)']);
  const entries = rowsOf(screen).filter((row) => /^ {3}\S/.test(row));
  assert.ok(entries.length > 4);
  for (const entry of entries) assert.match(entry, /savepoint/);
  assert.ok(screen.terminal.styleAt('savepoint').colour, 'the match is marked');
});

for (const [what, text, found, other] of [
  ['a key', 'F1', /\? F1 +Show all keys/, 'Go to the next pane'],
  ['an action', 'log.bookmark', 'Set or remove a bookmark', 'Go to the next pane'],
  ['a text that is also in actions', 'log', 'Show only the log lines of this job', 'Confirm the action'],
  ['several words', 'PANE next', 'Go to the next pane', 'Go to the previous pane'],
  ['one letter, which is a key', 'z', /z +Zoom the pane/, 'Go to the next pane'],
] as const) {
  test(`the help is searched for ${what}`, async () => {
    const screen = await open();
    screen.press('help.open');
    await search(screen, text);
    await screen.help.shows(found);
    await screen.help.showsNo(other);
  });
}

test('Enter keeps the search, and Esc clears it before it closes the help', async () => {
  const screen = await open();
  screen.press('help.open');
  await search(screen, 'xyz');
  await screen.help.shows('No key or command matches "xyz"');
  screen.press('help.keep-search');
  await screen.footer.shows('Esc clear');
  await screen.help.shows('No key or command matches "xyz"');
  await screen.help.press('help.back');
  await screen.footer.shows('Esc close');
  await screen.help.shows('Everywhere');
  await screen.help.press('help.back');
  await screen.help.isClosed();
});

test('while the user types, Esc clears the search and the help stays open', async () => {
  const screen = await open();
  screen.press('help.open');
  await search(screen, 'zoom?');
  screen.press('help.clear-search');
  await screen.footer.shows('/ search');
  await screen.help.shows('Everywhere');
});

test('copies the whole help, also after a search', async () => {
  const screen = await open();
  screen.press('help.open');
  await search(screen, 'savepoint');
  screen.press('help.keep-search');
  await screen.footer.shows('Esc clear');
  await screen.help.press('help.copy');
  await screen.message('Copied the text');
  const copied = Buffer.from(screen.terminal.written().match(/\x1b\]52;c;([^\x07]*)/)?.[1] ?? '', 'base64').toString();
  assert.match(copied, /^Pods\n {2}L +Show the logs/);
  assert.match(copied, /\n\nEverywhere\n/);
  assert.match(copied, /\n {2}quit +\S+/);
});
