import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askBackground } from '../../../src/screen/theme/ask-background.ts';
import { chooseTheme, type ThemeName } from '../../../src/screen/theme/choose.ts';
import type { TestTerminal } from '../../support/mount-screen.ts';
import { openTerminal } from '../../support/terminal.ts';

const query = '\x1b]11;?\x07\x1b[c';
const dark = '\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\';
const light = '\x1b]11;rgb:fafa/fafa/fafa\x07';
const terminalType = '\x1b[?62;22c';

/** Opens a screen that never attaches. */
function open(options: Partial<Parameters<typeof openTerminal>[0]> = {}) {
  const source = { attach: () => new Promise<never>(() => {}) };
  return openTerminal({ target: { clusterId: 'orders' }, source, theme: 'auto', ...options });
}

/** Asserts that the pod pane, which has the focus, has the colours of this theme. */
async function hasTheme({ terminal, until, rows }: TestTerminal, name: ThemeName): Promise<void> {
  const [, red, green, blue] =
    /38;2;(\d+);(\d+);(\d+)m/.exec(
      chooseTheme({ theme: name, color: 'always', env: {}, colorDepth: 24 })['border.focus']('x'),
    ) ?? [];
  const colour = red === undefined ? undefined : (Number(red) << 16) + (Number(green) << 8) + Number(blue);
  const shown = () => {
    const row = rows().findIndex((text) => text.startsWith('┏'));
    const corner = terminal.buffer.active.getLine(row)?.getCell(0);
    return corner?.isFgRGB() ? corner.getFgColor() : undefined;
  };
  await until(`the theme ${name}`, () => rows().some((row) => row.startsWith('┏')) && shown() === colour);
}

/** Returns everything that was written before the first frame. */
const beforeFirstFrame = ({ written }: TestTerminal) => written().split('┏')[0] ?? '';

for (const [name, answer] of [
  ['dark', dark],
  ['light', light],
] as const) {
  test(`the first frame has the theme ${name} if the terminal says that its background is ${name}`, async () => {
    const screen = open();
    assert.equal(screen.written(), query, 'nothing is drawn before the answer');
    screen.keys(answer + terminalType);
    await hasTheme(screen, name);
    assert.equal(screen.written().split('\x1b[?2026h').length, 2, 'one frame');
  });

  test(`a late answer changes the theme to ${name}`, async () => {
    const screen = open();
    await hasTheme(screen, 'terminal');
    screen.keys(answer.slice(0, 1));
    screen.keys(`${answer.slice(1)}${terminalType}`);
    await hasTheme(screen, name);
    assert.equal((await screen.close()).exitCode, 130);
  });
}

test('without an answer, COLORFGBG decides', async () => {
  await hasTheme(open({ env: { COLORFGBG: '0;15' } }), 'light');
  await hasTheme(open({ env: { COLORFGBG: '15;0' } }), 'dark');
});

test('a terminal that does not report its background gets the terminal theme', async () => {
  const screen = open();
  screen.keys(terminalType);
  await hasTheme(screen, 'terminal');
});

test('keys that are typed before the first frame are not lost', async () => {
  const screen = open();
  screen.keys(`:li${dark}${terminalType}st`);
  await screen.sees(/^:list/m);
});

for (const [why, options] of [
  ['another theme is set', { theme: 'light' }],
  ['colours are off', { color: 'never' }],
  ['NO_COLOR is set', { env: { NO_COLOR: '1' } }],
  ['a screen reader is used', { env: { INK_SCREEN_READER: 'true' } }],
  ['the terminal understands no escape sequences', { env: { TERM: 'dumb' } }],
] as const) {
  test(`the terminal is not asked if ${why}`, async () => {
    const screen = open(options);
    await screen.sees('Pods');
    assert.ok(!beforeFirstFrame(screen).includes('\x1b]11;'));
  });
}

for (const [why, change] of [
  ['has only 16 colours', { colorDepth: 4 }],
  ['is not the standard input', { isStdinTerminal: false }],
  ['is not the standard output', { isStdoutTerminal: false }],
] as const) {
  test(`the terminal is not asked if it ${why}`, () => {
    const { colorDepth, isStdinTerminal, isStdoutTerminal } = {
      colorDepth: 8,
      isStdinTerminal: true,
      isStdoutTerminal: true,
      ...change,
    };
    const written: string[] = [];
    const stdout = {
      isTTY: isStdoutTerminal,
      getColorDepth: () => colorDepth,
      write: (text: string) => written.push(text),
    } as unknown as NodeJS.WriteStream;
    askBackground({ theme: 'auto', color: 'auto', env: {}, stdin: { isTTY: isStdinTerminal }, stdout });
    assert.deepEqual(written, []);
  });
}

test('a screen that closes at once waits for the answer, so that the shell does not read it', async () => {
  const openedAt = performance.now();
  const unanswered = open();
  unanswered.keys('\x03');
  assert.equal((await unanswered.exit).exitCode, 130);
  assert.ok(performance.now() - openedAt >= 999);

  const answered = open();
  answered.keys('\x03');
  await answered.sees('┏');
  answered.keys(dark + terminalType);
  assert.equal((await answered.exit).exitCode, 130);
});
