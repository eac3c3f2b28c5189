import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { actions } from './actions.mjs';
import { terminals } from './terminals.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const environment = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', LIBGL_ALWAYS_SOFTWARE: '1' };
/** A terminal is idle after this time without a byte. It is longer than the double-click times of terminals and tmux. */
const idleMs = 700;

const xdotool = (...words) =>
  execFileSync('xdotool', words.map(String), {
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
const findWindow = (windowClass) =>
  attempt(() => xdotool('search', '--onlyvisible', '--class', windowClass).split('\n').at(-1));

function attempt(run) {
  try {
    return run();
  } catch {
    return undefined;
  }
}

async function until(what, test) {
  for (let tries = 0; tries < 200; tries++) {
    const value = test();
    if (value) return value;
    await sleep(50);
  }
  throw new Error(`no ${what} after 10 s`);
}

/** The mouse and the keyboard of one window. Columns and rows start at 1. */
function openWindow(window, size) {
  const [columns, rows] = size.split('x').map(Number);
  const geometry = xdotool('getwindowgeometry', '--shell', window);
  const pixels = (name) => Number(new RegExp(`${name}=(\\d+)`).exec(geometry)?.[1]);
  const cell = { width: Math.floor(pixels('WIDTH') / columns), height: Math.floor(pixels('HEIGHT') / rows) };
  const move = ({ column, row }) =>
    xdotool(
      'mousemove',
      '--window',
      window,
      Math.round((column - 0.5) * cell.width),
      Math.round((row - 0.5) * cell.height),
    );
  return {
    key: (name) => xdotool('key', name),
    async click(button, at, { times = 1, delayMs = 60, hold } = {}) {
      move(at);
      await sleep(50);
      if (hold !== undefined) xdotool('keydown', hold);
      if (delayMs === 0) xdotool('click', '--repeat', times, '--delay', 0, button);
      for (let click = 0; delayMs > 0 && click < times; click++) {
        xdotool('mousedown', button);
        await sleep(delayMs);
        xdotool('mouseup', button);
        await sleep(delayMs);
      }
      if (hold !== undefined) xdotool('keyup', hold);
    },
    async drag(button, from, to) {
      move(from);
      xdotool('mousedown', button);
      for (const part of [0.25, 0.5, 0.75, 1]) {
        await sleep(50);
        move({
          column: Math.round(from.column + (to.column - from.column) * part),
          row: Math.round(from.row + (to.row - from.row) * part),
        });
      }
      xdotool('mouseup', button);
    },
    async paste(text, keys) {
      for (const selection of ['primary', 'clipboard'])
        execFileSync('xclip', ['-in', '-selection', selection], {
          env: environment,
          input: text,
          stdio: ['pipe', 'ignore', 'ignore'],
        });
      xdotool('key', keys);
    },
    focusIn: () => xdotool('windowfocus', '--sync', window),
  };
}

const perReport = (expected, wheelReportsPerNotch) =>
  expected.flatMap((event) => Array(event.mouse?.button.startsWith('wheel') ? wheelReportsPerNotch : 1).fill(event));

async function record(id) {
  const {
    terminal,
    command,
    windowClass,
    modes = '1000,1006,2004,1004',
    pasteKeys = 'shift+Insert',
    extraActions = [],
    arrives = {},
    version,
    note: terminalNote,
    wheelReportsPerNotch = 1,
  } = terminals[id];
  const directory = mkdtempSync(join(tmpdir(), 'record-'));
  const output = join(directory, 'chunks');
  const recorder = [process.execPath, join(here, 'record.mjs'), output, modes];
  const [program, ...words] = command(recorder, directory);
  const child = spawn(program, words, { env: environment, stdio: 'ignore', detached: true });
  try {
    const size = await until('recorder', () => existsSync(output) && readFileSync(output, 'utf8').split('\n')[0]);
    const window = await until('window', () => findWindow(windowClass));
    xdotool('windowfocus', '--sync', window);
    const x = openWindow(window, size);
    let seen = 1;
    const takeChunks = async () => {
      for (let last = -1, now = 0; last !== now; last = now, now = readFileSync(output).length) await sleep(idleMs);
      const lines = readFileSync(output, 'utf8').split('\n').slice(0, -1);
      const chunks = lines.slice(seen);
      seen = lines.length;
      return chunks;
    };
    const atStart = await takeChunks();
    const events = [{ action: 'start', chunks: atStart, expected: [] }];
    for (const { action, do: act, expected } of [...actions, ...extraActions]) {
      await act({
        ...x,
        paste: (text) => x.paste(text, pasteKeys),
        focusOut: () => xdotool('windowfocus', '--sync', otherWindow),
        run: (program, ...words) => execFileSync(program, words, { env: environment }),
        directory,
      });
      const chunks = await takeChunks();
      const { note, expected: arriving = chunks.length === 0 ? [] : perReport(expected, wheelReportsPerNotch) } =
        arrives[action] ?? {};
      events.push({ action, ...(note === undefined ? {} : { note }), chunks, expected: arriving });
    }
    const fixture = {
      terminal,
      version: version(),
      source: 'recorded',
      note: terminalNote,
      size,
      modes: modes.split(',').map(Number),
      events,
    };
    writeFileSync(join(here, `${id}.json`), `${JSON.stringify(fixture, null, 2)}\n`);
    xdotool('key', 'ctrl+d');
    await sleep(300);
  } finally {
    try {
      process.kill(-child.pid);
    } catch {} // it has ended already
    rmSync(directory, { recursive: true });
  }
}

const server = spawn('Xvfb', ['-displayfd', '3', '-noreset', '-screen', '0', '1800x1000x24'], {
  stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
});
let otherWindow;
let other;
try {
  const [display] = await once(server.stdio[3], 'data');
  environment.DISPLAY = `:${display.toString().trim()}`;
  other = spawn('xterm', ['-class', 'Other', '-geometry', '10x2-0-0', '-e', 'sleep', '3600'], {
    env: environment,
    stdio: 'ignore',
  });
  otherWindow = await until('other window', () => findWindow('Other'));
  for (const id of process.argv.slice(2)) {
    process.stderr.write(`recording ${id}\n`);
    await record(id);
  }
} finally {
  other?.kill();
  server.kill();
}
