import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** Tests run where package.json is, as npm does it. */
export const projectRoot = process.cwd();

/** What a person starts. */
export function programFile(root = projectRoot): string {
  if (!existsSync(join(root, 'dist', 'main.js'))) throw new Error('there is no dist/: npm run build first');
  return join(root, 'bin', 'flink-tui.js');
}

export type ProgramOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: { readonly [name: string]: string };
  /** Instead of Node and the built program. */
  readonly command?: { readonly file: string; readonly args: readonly string[] };
};

export type Exit = { readonly exitCode: number; readonly signal: number | undefined };

/** The built program in a real pseudo-terminal, with an emulator that shows what a person would see. */
export type Program = {
  readonly pid: number;
  /** The screen's rows, without trailing blanks. */
  readonly rows: () => readonly string[];
  readonly screen: () => string;
  /** true while the alternate screen is shown */
  readonly isAlternate: () => boolean;
  readonly terminal: InstanceType<typeof xterm.Terminal>;
  readonly press: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Waits until the screen shows it; fails with the screen in the message. */
  readonly sees: (what: string | RegExp | ((screen: string) => boolean), timeoutMs?: number) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Closes the terminal, as closing its window does; whoever runs in it gets SIGHUP. */
  readonly hangUp: () => void;
  readonly exited: Promise<Exit>;
  /** Bytes that the program wrote so far. */
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

  function sees(what: string | RegExp | ((screen: string) => boolean), timeoutMs = 20_000): Promise<void> {
    const holds = () => {
      const shown = screen();
      if (typeof what === 'function') return what(shown);
      return typeof what === 'string' ? shown.includes(what) : what.test(shown);
    };
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!holds()) return;
        done();
        resolve();
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`not seen within ${timeoutMs} ms: ${what}\n${screen()}`));
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
    terminal,
    press: (keys) => child.write(keys),
    resize: (newColumns, newRows) => {
      terminal.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    sees,
    kill: (signal) => process.kill(child.pid, signal),
    // The type leaves it out: Windows has no such thing.
    hangUp: () => (child as unknown as { destroy: () => void }).destroy(),
    exited,
    written: () => written,
  };
}
