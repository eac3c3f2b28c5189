import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** The folder of package.json, in which npm runs the tests. */
export const projectRoot = process.cwd();

// The program writes journals. Never write them to the home of the user who runs a single test or a benchmark.
if (process.env.XDG_STATE_HOME === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-state-'));
  process.env.XDG_STATE_HOME = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}

/** Returns the path of the built program. */
export function programFile(root = projectRoot): string {
  if (!existsSync(join(root, 'dist', 'main.js'))) throw new Error('dist/ not found\nRun npm run build');
  return join(root, 'bin', 'flink-tui.js');
}

export type ProgramOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: { readonly [name: string]: string };
  /** Runs this command instead of the built program. */
  readonly command?: { readonly file: string; readonly args: readonly string[] };
};

export type Exit = { readonly exitCode: number; readonly signal: number | undefined };

/** The built program in a pseudo-terminal, with a terminal emulator that shows what the user sees. */
export type Program = {
  readonly pid: number;
  /** The rows of the screen, without trailing spaces. */
  readonly rows: () => readonly string[];
  readonly screen: () => string;
  /** Whether the alternate screen is shown. */
  readonly isAlternate: () => boolean;
  readonly isCursorHidden: () => boolean;
  readonly terminal: InstanceType<typeof xterm.Terminal>;
  readonly press: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Waits until the screen matches. On timeout, rejects with the screen in the message. */
  readonly sees: (expected: string | RegExp | ((screen: string) => boolean), timeoutMs?: number) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Closes the terminal, like closing its window, and waits for the end of the program. Its processes get SIGHUP. */
  readonly hangUp: () => Promise<void>;
  readonly exited: Promise<Exit>;
  /** Number of characters written so far. */
  readonly written: () => number;
};

export function startProgram(args: readonly string[], options: ProgramOptions = {}): Program {
  const { columns = 120, rows = 40, env = {} } = options;
  const command = options.command ?? { file: process.execPath, args: [programFile(), ...args] };
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 5000 });
  const child = spawn(command.file, [...command.args], {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: projectRoot,
    env: { ...process.env, COLORTERM: 'truecolor', ...env },
  });
  let written = 0;
  let hasExited = false;
  const waiting = new Set<() => void>();
  child.onData((data) => {
    written += data.length;
    terminal.write(data, () => {
      for (const check of waiting) check();
    });
  });
  terminal.onData((reply) => child.write(reply));
  const exited = new Promise<Exit>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      terminal.write('', () => {
        hasExited = true;
        for (const check of waiting) check();
        resolve({ exitCode, signal: signal === 0 ? undefined : signal });
      });
    });
  });

  function shownRows(): readonly string[] {
    const buffer = terminal.buffer.active;
    return Array.from(
      { length: terminal.rows },
      (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
    );
  }
  const screen = () => shownRows().join('\n');
  /** A terminal shows a synchronized update when it ends, so the user never sees a part of a frame. */
  const isUpdating = () => terminal.modes.synchronizedOutputMode && !hasExited;

  function sees(expected: string | RegExp | ((screen: string) => boolean), timeoutMs = 20_000): Promise<void> {
    const isShown = () => {
      const shown = screen();
      if (typeof expected === 'function') return expected(shown);
      return typeof expected === 'string' ? shown.includes(expected) : expected.test(shown);
    };
    return new Promise((resolve, reject) => {
      const check = () => {
        if (isUpdating() || !isShown()) return;
        done();
        resolve();
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`not seen within ${timeoutMs} ms: ${expected}\n${screen()}`));
      }, timeoutMs);
      const done = () => {
        clearTimeout(timer);
        waiting.delete(check);
      };
      waiting.add(check);
      check();
    });
  }

  return {
    pid: child.pid,
    rows: shownRows,
    screen,
    isAlternate: () => terminal.buffer.active.type === 'alternate',
    isCursorHidden: () =>
      (terminal as unknown as { _core: { coreService: { isCursorHidden: boolean } } })._core.coreService.isCursorHidden,
    terminal,
    press: (keys) => child.write(keys),
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    sees,
    kill: (signal) => process.kill(child.pid, signal),
    hangUp: async () => {
      // node-pty's type omits `destroy`, because it does not exist on Windows.
      (child as unknown as { destroy: () => void }).destroy();
      await exited;
    },
    exited,
    written: () => written,
  };
}
