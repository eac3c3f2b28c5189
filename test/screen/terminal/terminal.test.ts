import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocalState } from '../../../src/commands/record/local-state.ts';
import type { ScreenOptions } from '../../../src/screen/start.tsx';
import { openScreen } from '../../support/screen-driver/screen-driver.ts';
import { fakeSession, podRow } from '../../support/session.ts';

function open(options: Partial<ScreenOptions> = {}, session = fakeSession()) {
  const target = { clusterId: 'my-first-flink-cluster' };
  const source = { attach: async () => session };
  return openScreen({ target, source, ...options }, { columns: 160, rows: 40 });
}

function localState(texts: Map<string, string>): LocalState {
  return {
    user: 'ann@laptop',
    journals: '',
    read: async (name) => texts.get(name),
    write: async (name, text) => {
      if (text === undefined) texts.delete(name);
      else texts.set(name, text);
      return true;
    },
  };
}

const titlesOf = (written: string) => [...written.matchAll(/\x1b\]2;(.*?)\x07/g)].map(([, title]) => title);

test('the title of the terminal names the cluster and what is sick, and is restored at the end', async () => {
  const session = fakeSession();
  const screen = open({ banner: 'DEMO x1' }, session);
  await screen.terminal.until('the title', () =>
    titlesOf(screen.terminal.written()).includes('my-first-flink-cluster · DEMO x1 · flink-tui'),
  );
  session.change({ pods: [podRow({ name: 'my-first-flink-cluster-a', health: 'error' })] });
  await screen.terminal.until('the title with the sick pod', () =>
    titlesOf(screen.terminal.written()).includes('1 sick · my-first-flink-cluster · DEMO x1 · flink-tui'),
  );
  assert.equal(screen.terminal.written().split('\x1b[22;0t').length, 2);
  screen.press('session.quit');
  await screen.terminal.exit;
  assert.ok(screen.terminal.written().includes('\x1b]2;\x07\x1b[23;0t'));
});

test('a screen reader hears no title', async () => {
  const texts = new Map<string, string>();
  const screen = open({ env: { INK_SCREEN_READER: 'true' }, local: localState(texts) });
  await screen.terminal.until('the hint of the first start', () => texts.has('first-start'));
  screen.press('session.quit');
  await screen.terminal.exit;
  assert.deepEqual(titlesOf(screen.terminal.written()), []);
});

test('the first start on a computer shows the most useful keys, later ones do not', async () => {
  const texts = new Map<string, string>();
  const first = open({ local: localState(texts) });
  await first.message('Welcome: ? shows all keys, D says what is wrong, : runs a command, q quits');
  await first.terminal.until('the mark of the first start', () => texts.has('first-start'));
  const second = open({ local: localState(texts) });
  await second.terminal.until('a title', () => titlesOf(second.terminal.written()).length > 0);
  await second.pods.isTitled('1 Pods (3)');
  assert.doesNotMatch(second.terminal.text(), /Welcome/);
});
