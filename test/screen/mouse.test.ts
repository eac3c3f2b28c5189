import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutMouse } from '../../src/screen/mouse/mouse-modes.ts';
import type { ScreenOptions } from '../../src/screen/start.tsx';
import type { Screen } from '../../src/screen/state/screen.ts';
import { createMouse } from '../support/screen-driver/mouse.ts';
import { openScreen } from '../support/screen-driver/screen-driver.ts';
import { fakeSession, podRow, sessionSnapshot } from '../support/session.ts';

const enabled = '\x1b[?1000h\x1b[?1006h';
const disabled = '\x1b[?1006l\x1b[?1000l';

async function open(options: Partial<ScreenOptions> = {}, size = { columns: 160, rows: 40 }) {
  const session = fakeSession(
    sessionSnapshot({
      pods: Array.from({ length: 50 }, (_, index) =>
        podRow({ name: `my-first-flink-cluster-tm-${index}`, restarts: index }),
      ),
    }),
  );
  const target = { clusterId: 'my-first-flink-cluster' };
  const source = { attach: async () => session };
  const screen = openScreen({ target, source, isMouseOn: true, ...options }, size);
  await screen.footer.shows('? help');
  await screen.pods.isTitled('1 Pods (');
  if (options.isMouseOn !== false)
    await screen.terminal.until('the mouse to be on', () => screen.terminal.written().includes(enabled));
  return { screen, mouse: createMouse(screen.terminal) };
}

test('a click selects the row and focuses its pane', async () => {
  const { screen, mouse } = await open();
  await mouse.click('tm-7 ');
  await screen.pods.contains(/^▶ tm-7 /m);
  await mouse.click('WordCount');
  await screen.jobs.isFocused();
  await screen.jobs.contains(/^▶ WordCount /m);
  await mouse.click('tm-3 ');
  await screen.pods.isFocused();
  await screen.pods.contains(/^▶ tm-3 /m);
});

test('a click on the frame of a pane focuses it, and moves no cursor', async () => {
  const { screen, mouse } = await open();
  await mouse.click('3 Logs');
  await screen.logs.isFocused();
  await mouse.click('1 Pods');
  await screen.pods.isFocused();
  await screen.pods.contains(/^▶ tm-0 /m);
});

test('a double click opens the row', async () => {
  const { screen, mouse } = await open();
  await mouse.doubleClick('WordCount');
  await screen.job.isTitled('2 Jobs › b1b2c3d4');
});

test('two slow clicks open nothing', async (context) => {
  let waitedMs = 0;
  const clock = Date.now;
  context.mock.method(Date, 'now', () => clock() + waitedMs);
  const { screen, mouse } = await open();
  await mouse.click('WordCount');
  waitedMs = 401;
  await mouse.click('WordCount');
  await mouse.click('TopSpeedWindowing');
  await screen.jobs.contains(/^▶ TopSpeedWindowing /m);
});

test('clicks on two rows open nothing', async () => {
  const { screen, mouse } = await open();
  await mouse.click('TopSpeedWindowing');
  await mouse.click('WordCount');
  await screen.jobs.contains(/^▶ WordCount /m);
});

test('the wheel scrolls the list under the pointer, which needs no focus', async () => {
  const { screen, mouse } = await open();
  screen.press('pane.jobs');
  await screen.jobs.isFocused();
  await mouse.scroll('tm-2 ', 'down');
  await screen.pods.contains(/^▷ tm-3 /m);
  await mouse.scroll('tm-2 ', 'up');
  await screen.pods.contains(/^▷ tm-0 /m);
  await screen.jobs.isFocused();
});

test('a click on a column title sorts, and again reverses the order', async () => {
  const { screen, mouse } = await open();
  await mouse.click('RST');
  await screen.pods.contains(/RS↓/);
  await screen.pods.contains(/tm-1 .*\n.*tm-0 /);
  await mouse.click('RS↓');
  await screen.pods.contains(/RS↑/);
});

test('a click on a hint of the footer does what its key does', async () => {
  const { screen, mouse } = await open();
  screen.press('pane.jobs');
  await mouse.click('O sort');
  await screen.sortMenu.isTitled('Sort jobs by');
  await mouse.click('Esc close');
  await screen.terminal.seesNo('Sort jobs by');
  screen.press('pane.pods');
  await mouse.click('T timeline');
  await screen.timeline.isTitled('Timeline');
});

test('a hint of two keys has one key in each half', async () => {
  const { screen, mouse } = await open();
  screen.press('pane.logs');
  await screen.footer.shows('+ - level all');
  const row = screen.terminal.rows().length - 1;
  const column = screen.terminal.rows()[row]?.indexOf('+ - level') ?? -1;
  mouse.clickAt(column, row);
  await screen.footer.shows('level DEBUG+');
  mouse.clickAt(column + 2, row);
  await screen.footer.shows('level all');
});

test('a click on an item of a menu chooses it', async () => {
  const { screen, mouse } = await open();
  screen.press('pods.sort');
  await mouse.click('most first');
  await screen.pods.contains(/RS↓/);
  await screen.terminal.seesNo('Sort pods by');
});

test('a click beside an overlay does nothing', async () => {
  const { screen, mouse } = await open();
  screen.press('pods.sort');
  await screen.sortMenu.isTitled('Sort pods by');
  mouse.clickAt(3, 6);
  await mouse.click('3 Logs');
  screen.terminal.keys('\x1b');
  await screen.terminal.seesNo('Sort pods by');
  await screen.pods.isFocused();
  await screen.pods.contains(/^▶ tm-0 /m);
});

test('a click on the name of a tab goes to it', async () => {
  const { screen, mouse } = await open();
  await mouse.doubleClick('TopSpeedWindowing');
  await mouse.click('Configuration');
  await screen.job.shows('[Configuration]');
});

test('a click on the name of a pane goes to it if only one fits', async () => {
  const { screen, mouse } = await open({}, { columns: 79, rows: 17 });
  await mouse.click('2 Jobs');
  await screen.jobs.contains('WordCount');
});

test('other buttons and clicks with Shift do nothing', async () => {
  const { screen, mouse } = await open();
  await mouse.click('tm-5 ', 'right');
  await mouse.click('tm-6 ', 'middle');
  const row = screen.terminal.rows().findIndex((text) => text.includes('tm-7 '));
  screen.terminal.keys(`\x1b[<4;6;${row + 1}M`);
  await mouse.click('WordCount');
  await screen.jobs.contains(/^▶ WordCount /m);
  await screen.pods.contains(/^▷ tm-0 /m);
});

test('a key turns the mouse off and on, and the end of the screen turns it off', async () => {
  const { screen } = await open();
  assert.equal(screen.terminal.written().split(enabled).length, 2);
  assert.equal(screen.terminal.written().includes(disabled), false);
  screen.press('screen.mouse');
  await screen.message('Mouse off: the terminal selects text. Ctrl-G turns it on');
  assert.equal(screen.terminal.written().split(disabled).length, 2);
  screen.press('screen.mouse');
  await screen.message('Mouse on. Hold Shift to select text');
  assert.equal(screen.terminal.written().split(enabled).length, 3);
  screen.press('session.quit');
  await screen.terminal.exit;
  assert.equal(screen.terminal.written().split(disabled).length, 3);
});

test('the mouse stays off if the screen ends while another program has the terminal', async () => {
  const written: string[] = [];
  const stdout = { write: (text: string) => written.push(text) > 0 };
  const ending = new AbortController();
  const screen = { store: { getState: () => ({ isMouseOn: true }) }, signal: ending.signal } as unknown as Screen;
  await withoutMouse(screen, stdout, async () => ending.abort())(async () => {});
  assert.deepEqual(written, [disabled]);
});

test('without the mouse the terminal is not asked for reports, and reports do nothing', async () => {
  const { screen, mouse } = await open({ isMouseOn: false });
  await mouse.click('tm-4 ');
  screen.press('move.down');
  await screen.pods.contains(/^▶ tm-1 /m);
  assert.equal(screen.terminal.written().includes(enabled), false);
});

test('a double click on a hint does not press a key of the view that it opens', async () => {
  const { screen, mouse } = await open();
  // In the help, the hint `Esc close` is in the same place.
  await mouse.doubleClick('? help');
  await screen.help.isTitled('Help');
});

test('in GNU screen the mouse is off until its key is pressed', async () => {
  const inScreen = openScreen(
    {
      target: { clusterId: 'a' },
      source: { attach: async () => fakeSession() },
      isMouseOn: true,
      env: { STY: '1.a' },
    },
    { columns: 160, rows: 40 },
  );
  await inScreen.footer.shows('? help');
  inScreen.press('screen.mouse');
  await inScreen.message('Mouse on. Hold Shift to select text');
  assert.equal(inScreen.terminal.written().split(enabled).length, 2);
});
