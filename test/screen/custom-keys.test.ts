import assert from 'node:assert/strict';
import { test } from 'node:test';
import { views } from '../../src/screen/all-views.ts';
import { customiseKeys } from '../../src/screen/input/customise-keys.ts';
import { SettingsError } from '../../src/settings/settings.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, podRow, sessionSnapshot } from '../support/session.ts';

type Keys = { readonly [action: string]: string | readonly string[] };

function withKeys(keys: Keys) {
  const actions = Object.entries(keys).map(([action, value], index) => ({
    action,
    keys: [value].flat(),
    line: index + 2,
  }));
  return customiseKeys(views.all, { path: 'config.yaml', actions });
}

function problemsOf(keys: Keys): readonly string[] {
  try {
    withKeys(keys);
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    assert.match(error.message, /problems? with the keys in config\.yaml$/);
    return error.hints.filter((hint) => hint.startsWith('Line '));
  }
  return [];
}

async function open(keys: Keys, size = { columns: 180, rows: 40 }) {
  const session = fakeSession(
    sessionSnapshot({
      pods: ['a', 'b', 'c'].map((name) => podRow({ name: `my-first-flink-cluster-${name}` })),
    }),
  );
  const target = { clusterId: 'my-first-flink-cluster' };
  const source = { attach: async () => session };
  const screen = openScreen({ target, source, views: withKeys(keys) }, size);
  await screen.footer.shows('help');
  await screen.pods.isTitled('1 Pods (');
  return screen;
}

test('an action has its new key, and the old key does nothing', async () => {
  const screen = await open({ 'timeline.show': 'ctrl-x', 'pods.filter': ['f5', '\\'] });
  await screen.footer.shows('F5 filter');
  await screen.footer.shows('Ctrl-X timeline');
  screen.terminal.keys('T/');
  screen.terminal.keys('\\lost');
  await screen.filterPrompt.shows('/lost');
  screen.terminal.keys('\x1b');
  await screen.pods.isTitled('1 Pods (3)');
  screen.terminal.keys('\x18');
  await screen.timeline.isTitled('Timeline');
});

test('the help shows the new keys, also in the title of a view', async () => {
  const screen = await open({ 'timeline.show': 'ctrl-t', 'help.open': 'H' });
  screen.terminal.keys('H');
  await screen.help.shows(/ H +Show all keys and commands/);
  await screen.help.shows(/ Ctrl-T +Show what happened/);
  screen.terminal.keys('H\x14');
  await screen.timeline.isTitled('Timeline');
  screen.terminal.keys('H');
  await screen.help.shows('Timeline (Ctrl-T)');
});

test('a sentence names the new key', async () => {
  const screen = await open({ 'log.lower-level': 'f8', 'log.level': 'f9' });
  screen.terminal.keys('3');
  await screen.message('+ and F8 change the minimum level, F9 lists all levels');
});

test('an action without keys has no hint, and no key runs it', async () => {
  const screen = await open({ 'session.quit': [] });
  await screen.footer.showsNo('quit');
  screen.terminal.keys('q');
  screen.terminal.keys('2');
  await screen.jobs.isFocused();
});

test('the keys of a sequence are shown while they are typed, with the keys that may follow', async () => {
  const screen = await open({
    'move.start': 'home',
    'timeline.show': 'g t',
    'memory.show': ['g m', 'M'],
    'pods.filter': 'g / f',
  });
  screen.terminal.keys('g');
  await screen.footer.shows(/^ g… .*t timeline/);
  await screen.footer.shows('Esc cancel');
  screen.terminal.keys('/');
  await screen.footer.shows(/^ g \/… +f filter/);
  screen.terminal.keys('\x1b');
  await screen.footer.showsNo('…');
  await screen.noMessage(/no action/);
  screen.terminal.keys('gt');
  await screen.timeline.isTitled('Timeline');
});

test('every key that may follow is shown in 80 columns, with long descriptions cut', async () => {
  const screen = await open({
    'move.start': 'home',
    'timeline.show': 'g t',
    'session.show': 'g s',
    'memory.show': 'g m',
    'clusters.open': 'g c',
  });
  screen.terminal.resize(80, 24);
  screen.terminal.keys('g');
  await screen.footer.shows(/^ g… m memory s Show what the [a-z ]+… t timeline c clusters Esc cancel$/);
});

test('a key that continues no sequence runs nothing', async () => {
  const screen = await open({ 'move.start': [], 'timeline.show': 'g t' });
  screen.terminal.keys('g2');
  await screen.message('no action has the keys g 2');
  await screen.pods.isFocused();
  screen.terminal.keys('2');
  await screen.jobs.isFocused();
});

test('movement has new keys in tables, lists and menus', async () => {
  const screen = await open({ 'move.down': ['ctrl-n'], 'move.up': 'ctrl-y' });
  screen.terminal.keys('\x0e\x0e');
  await screen.pods.contains(/^▶ c /m);
  screen.terminal.keys('\x19');
  await screen.pods.contains(/^▶ b /m);
  screen.terminal.keys('j');
  screen.terminal.keys('\x1b[B');
  await screen.pods.contains(/^▶ c /m);
  screen.terminal.keys('O');
  await screen.sortMenu.contains(/▶ ● default/);
  screen.terminal.keys('\x0e');
  await screen.sortMenu.contains(/▶ +NAME/);
});

test('a list of Ink gets the key it knows', async () => {
  const screen = await open({ 'sort.choose': 'x' });
  screen.terminal.keys('O');
  await screen.footer.shows('x sort');
  screen.terminal.keys('j');
  await screen.sortMenu.contains(/▶ +NAME/);
  screen.terminal.keys('\rj');
  await screen.sortMenu.contains(/▶ +STATUS/);
  screen.terminal.keys('x');
  await screen.pods.contains(/STATUS [↑↓]/);
});

test('the key that opens a view also closes it', async () => {
  const screen = await open({ 'forwards.show': 'ctrl-w' });
  screen.terminal.keys('\x17');
  await screen.forwards.isTitled('Port forwards');
  screen.terminal.keys('\x17');
  await screen.terminal.seesNo('Port forwards');
});

test('pasted text runs no key', async () => {
  const screen = await open({});
  screen.terminal.keys('\x1b[200~q2T\r\x1b[201~');
  screen.terminal.keys('/');
  await screen.filterPrompt.shows('/');
  screen.terminal.keys('\x1b[200~or\ner\x1b[201~');
  await screen.filterPrompt.shows('/or er');
  await screen.pods.isFocused();
});

for (const [what, keys, expected] of [
  ['an unknown action', { 'job.cancle': 'X' }, ['Line 2: unknown action job.cancle. Did you mean job.cancel?']],
  ['an unknown key', { 'job.cancel': 'hyper-x' }, ['Line 2: job.cancel: unknown key "hyper-x"']],
  [
    'a key of the same view',
    { 'log.follow': 'F5', 'log.wrap': 'u' },
    ['Line 3: log.wrap and log.unfold would both have the key u in Logs'],
  ],
  [
    'a key of all views',
    { 'job.cancel': 'q' },
    ['Line 2: job.cancel and session.quit would both have the key q in Jobs'],
  ],
  [
    'two new keys',
    { 'log.follow': 'F5', 'log.unfold': 'x', 'log.wrap': 'f5' },
    ['Line 4: log.follow and log.wrap would both have the key F5 in Logs (see line 2)'],
  ],
  ['a movement key', { 'session.why': 'j' }, ['Line 2: session.why and move.down would both have the key j in Pods']],
  [
    'a key that starts a sequence',
    { 'timeline.show': 'g t' },
    ['Line 2: timeline.show has the keys g t, but g is the key of move.start in Pods'],
  ],
  [
    'a letter in a prompt',
    { 'command-line.run': 'x' },
    [
      'Line 2: command-line.run: x would be typed as text in Command line. Use a key such as Enter, F5, Ctrl-X or Alt-X',
    ],
  ],
  [
    'a letter that suspends',
    { 'screen.suspend': 'x' },
    ['Line 2: screen.suspend: x would be typed as text in a prompt. Use a key such as Enter, F5, Ctrl-X or Alt-X'],
  ],
  [
    'the key that suspends, in an overlay',
    { 'help.search': 'ctrl-z' },
    ['Line 2: help.search and screen.suspend would both have the key Ctrl-Z in Help'],
  ],
  [
    'the keys of a list',
    { 'sort.move': 'x' },
    ['Line 2: sort.move follows the movement keys. Set move.up, move.down and the others instead'],
  ],
  ['a text of a prompt', { 'filter.exclude': 'x' }, ['Line 2: filter.exclude is text to type, not a key']],
  [
    'several problems',
    { 'job.cancel': 'Ctrl-C', 'a.b': 'x' },
    ['Line 2: job.cancel: Ctrl-C always ends flink-tui', 'Line 3: unknown action a.b'],
  ],
] as const) {
  test(`reports ${what} with its line`, () => assert.deepEqual(problemsOf(keys as Keys), expected));
}

test('keys that are never active together may be equal', () => {
  assert.deepEqual(problemsOf({ 'job.sample-vertex': 'u', 'log.follow': 'x' }), []);
  // Both keys are free after the change.
  assert.deepEqual(problemsOf({ 'log.wrap': 'u', 'log.unfold': 'w' }), []);
});

test('the default keys have no collision', () => {
  const unchanged = Object.fromEntries(
    views.all
      .filter(({ kind }) => kind !== 'overlay')
      .flatMap(({ bindings }) => bindings)
      .map(({ action, keys }) => [action, keys]),
  );
  assert.deepEqual(problemsOf(unchanged), []);
});
