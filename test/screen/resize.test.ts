import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestTerminal } from '../support/mount-screen.ts';
import { openScreen, type ScreenDriver } from '../support/screen-driver/screen-driver.ts';
import { type FakeSession, fakeSession, sessionSnapshot } from '../support/session.ts';
import { failure, head, taskManager } from './open-logs.ts';

const clusterId = 'my-first-flink-cluster';
const lastSize = { columns: 120, rows: 40 };

/** Returns sizes from 80x24 to 200x60, one of them too small, that end with `lastSize`. */
function sizes(count: number): readonly { readonly columns: number; readonly rows: number }[] {
  const wave = (index: number, length: number) => Math.abs(((index * 37) % (2 * length)) - length);
  return Array.from({ length: count }, (_, index) => {
    if (index === count - 1) return lastSize;
    if (index === count - 5) return { columns: 30, rows: 8 };
    if (index % 20 === 0) return { columns: 200, rows: 60 };
    return { columns: 80 + wave(index, 75), rows: 24 + wave(index, 16) };
  });
}

/** Everything that is drawn: the characters, the colours and the styles of each cell. */
function cellsOf({ terminal }: TestTerminal): readonly string[] {
  return Array.from({ length: terminal.rows }, (_, row) => {
    const line = terminal.buffer.active.getLine(row);
    return Array.from({ length: terminal.cols }, (_, column) => {
      const cell = line?.getCell(column);
      if (cell === undefined) return 'none';
      const styles = [cell.isBold(), cell.isDim(), cell.isInverse(), cell.isUnderline()].map((flag) => (flag ? 1 : 0));
      return `${cell.getChars() || ' '}${styles.join('')}${cell.getFgColorMode()}.${cell.getFgColor()}.${cell.getBgColor()}`;
    }).join(' ');
  });
}

function sessionWithLogs() {
  const session = fakeSession(sessionSnapshot());
  const log = session.logs.open({ uid: `uid-${taskManager}`, pod: taskManager, container: 'flink-main-container' });
  log.setState({ state: 'following' });
  const write = (...lines: readonly string[]) =>
    log.write(Buffer.from(lines.map((line) => `1970-01-01T00:00:10.000000000Z ${line}\n`).join('')));
  const lines = Array.from({ length: 80 }, (_, index) =>
    head('INFO', 'Task', `line ${index}. 漢字 ${'wide '.repeat(40)}`),
  );
  write(...lines, ...failure);
  return { session, write };
}

async function open(session: FakeSession, size: { readonly columns: number; readonly rows: number }) {
  const source = { attach: async () => session };
  const screen = openScreen({ target: { clusterId }, source, theme: 'dark', color: 'always' }, size);
  await screen.pods.contains('taskmanager-1-2');
  return screen;
}

/** Waits until both screens have the same cells. */
async function isSame(screen: ScreenDriver, fresh: ScreenDriver): Promise<void> {
  const differentRows = () => {
    const [one, other] = [cellsOf(screen.terminal), cellsOf(fresh.terminal)];
    const rows = Array.from({ length: Math.max(one.length, other.length) }, (_, row) => row);
    return rows.filter((row) => one[row] !== other[row]);
  };
  await screen.terminal.until(
    'the same screen as after a fresh start',
    () => differentRows().length === 0,
    () =>
      differentRows()
        .flatMap((row) => [
          `${row} resized |${screen.terminal.rows()[row]}`,
          `${row} fresh   |${fresh.terminal.rows()[row]}`,
        ])
        .join('\n'),
  );
}

for (const [what, keys, count] of [
  ['the panes', '', 200],
  ['a zoomed pane', '3z', 10],
  ['wrapped lines', '3w', 10],
  ['a list that Ink draws', '3l', 10],
  ['the help', '?', 10],
] as const) {
  test(`${count} resizes leave an exact screen: ${what}`, async () => {
    const { session, write } = sessionWithLogs();
    const screen = await open(session, { columns: 80, rows: 24 });
    await screen.pods.select('taskmanager-1-1');
    screen.type(keys);
    for (const { columns, rows } of sizes(count)) {
      screen.terminal.resize(columns, rows);
      await pause(25);
    }
    const fresh = await open(session, lastSize);
    await fresh.pods.select('taskmanager-1-1');
    fresh.type(keys);
    write(head('INFO', 'Task', 'the last line'));
    await isSame(screen, fresh);
  });
}
