import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import { saveLines } from '../../src/logs/save-lines.ts';
import { type ScreenOptions, startScreen } from '../../src/screen/start.tsx';
import type { ScreenExit } from '../../src/screen/state/screen.ts';
import { eventually } from './eventually.ts';

export type TestTerminal = {
  readonly terminal: InstanceType<typeof xterm.Terminal>;
  /** The rows as a person sees them, without trailing blanks. */
  readonly rows: () => readonly string[];
  readonly text: () => string;
  /** Waits until the screen contains it; fails with the screen as it is then. */
  readonly sees: (text: string | RegExp) => Promise<void>;
  /** The opposite: waits until it is no longer there. */
  readonly seesNo: (text: string | RegExp) => Promise<void>;
  readonly until: (what: string, isSo: () => boolean) => Promise<void>;
  /** Bytes as the keyboard sends them, in one chunk. */
  readonly keys: (bytes: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** The attributes of the cell at the first place of this text. */
  readonly look: (text: string) => { readonly inverse: boolean; readonly bold: boolean; readonly colour: boolean };
  /** The characters of one column, from the top. */
  readonly column: (column: number) => readonly string[];
  readonly isAlternate: () => boolean;
  /** Everything that was written, escape sequences and all. */
  readonly written: () => string;
  /** The terminal's window is closed: no key will ever come. */
  readonly hangUp: () => void;
  readonly exit: Promise<ScreenExit>;
  readonly close: () => Promise<ScreenExit>;
};

/** Mounts the whole screen on a terminal in memory. */
export function mountScreen(
  options: Pick<ScreenOptions, 'source'> & Partial<ScreenOptions>,
  { columns = 120, rows = 40 }: { readonly columns?: number; readonly rows?: number } = {},
): TestTerminal {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true, scrollback: 0 });
  let written = '';
  const stdout = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.toString();
        terminal.write(chunk, done);
      },
    }),
    { isTTY: true, columns, rows, getColorDepth: () => 24 },
  ) as unknown as NodeJS.WriteStream;
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin, ref() {}, unref() {} });
  let ended = '';
  const exit = startScreen({
    target: undefined,
    saveLines,
    theme: 'terminal',
    color: 'auto',
    env: {},
    ...options,
    stdin,
    stdout,
  });

  void exit.then((how) => {
    ended = `\nthe screen was left: ${JSON.stringify(how)}`;
  });

  const lines = () =>
    Array.from(
      { length: terminal.rows },
      (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
    );
  const text = () => lines().join('\n');
  const contains = (wanted: string | RegExp) =>
    typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text());
  const until = async (what: string, isSo: () => boolean) => {
    await eventually(what, isSo, { state: () => text() + ended });
  };
  return {
    terminal,
    rows: lines,
    text,
    until,
    sees: (wanted) => until(`${wanted} on the screen`, () => contains(wanted)),
    seesNo: (wanted) => until(`no ${wanted} on the screen`, () => !contains(wanted)),
    keys: (bytes) => stdin.write(bytes),
    resize(nextColumns, nextRows) {
      terminal.resize(nextColumns, nextRows);
      Object.assign(stdout, { columns: nextColumns, rows: nextRows });
      stdout.emit('resize');
    },
    look(wanted) {
      const row = lines().findIndex((line) => line.includes(wanted));
      const column = lines()[row]?.indexOf(wanted) ?? 0;
      const cell = terminal.buffer.active.getLine(row)?.getCell(column);
      if (row === -1 || cell === undefined) throw new Error(`not on the screen: ${wanted}\n${text()}`);
      return { inverse: cell.isInverse() !== 0, bold: cell.isBold() !== 0, colour: !cell.isFgDefault() };
    },
    column: (column) =>
      Array.from(
        { length: terminal.rows },
        (_, row) => terminal.buffer.active.getLine(row)?.getCell(column)?.getChars() ?? '',
      ),
    isAlternate: () => terminal.buffer.active.type === 'alternate',
    written: () => written,
    hangUp: () => stdin.end(),
    exit,
    async close() {
      if (!stdin.writableEnded) stdin.write('\x03');
      return exit;
    },
  };
}
