import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import { saveLines } from '../../src/logs/save-lines.ts';
import { type ScreenOptions, startScreen } from '../../src/screen/start.tsx';
import type { ScreenExit } from '../../src/screen/state/screen.ts';
import { askBackground } from '../../src/screen/theme/ask-background.ts';
import { noClusters } from './clusters.ts';
import { eventually } from './eventually.ts';

export type TestTerminal = {
  readonly terminal: InstanceType<typeof xterm.Terminal>;
  /** The rows as the user sees them, without trailing spaces. */
  readonly rows: () => readonly string[];
  readonly text: () => string;
  /** Waits until the screen contains the text. On timeout, rejects with the screen in the message. */
  readonly sees: (text: string | RegExp) => Promise<void>;
  /** Waits until the screen does not contain the text. */
  readonly seesNo: (text: string | RegExp) => Promise<void>;
  /** Waits for the condition. On timeout, rejects with the details and the screen in the message. */
  readonly until: (description: string, condition: () => boolean, details?: () => string) => Promise<void>;
  /** Sends bytes in one chunk, like keyboard input. */
  readonly keys: (bytes: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** The style of the first occurrence of this text. `ansi` is the number of one of the 16 ANSI colours. */
  readonly styleAt: (text: string) => {
    readonly inverse: boolean;
    readonly bold: boolean;
    readonly underline: boolean;
    readonly colour: boolean;
    readonly ansi: number | undefined;
  };
  /** The characters of one column, from the top. */
  readonly column: (column: number) => readonly string[];
  readonly isAlternate: () => boolean;
  /** The complete output, including escape sequences. */
  readonly written: () => string;
  /** Closes the terminal's input, like closing its window. */
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
  const colours = { theme: 'terminal', color: 'auto', env: {} } as const;
  const exit = startScreen({
    target: undefined,
    clusters: noClusters,
    saveLines,
    ...colours,
    background: askBackground({ ...colours, ...options, stdin, stdout }),
    ...options,
    stdin,
    stdout,
  });

  void exit.then((result) => {
    ended = `\nthe screen has ended: ${JSON.stringify(result)}`;
  });

  const lines = () =>
    Array.from(
      { length: terminal.rows },
      (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
    );
  const text = () => lines().join('\n');
  const contains = (expected: string | RegExp) =>
    typeof expected === 'string' ? text().includes(expected) : expected.test(text());
  const until = async (description: string, condition: () => boolean, details?: () => string) => {
    const state = () => (details === undefined ? '' : `${details()}\n\n`) + text() + ended;
    await eventually(description, condition, { state });
  };
  return {
    terminal,
    rows: lines,
    text,
    until,
    sees: (expected) => until(`${expected} on the screen`, () => contains(expected)),
    seesNo: (expected) => until(`no ${expected} on the screen`, () => !contains(expected)),
    keys: (bytes) => stdin.write(bytes),
    resize(nextColumns, nextRows) {
      terminal.resize(nextColumns, nextRows);
      Object.assign(stdout, { columns: nextColumns, rows: nextRows });
      stdout.emit('resize');
    },
    styleAt(expected) {
      const row = lines().findIndex((line) => line.includes(expected));
      const column = lines()[row]?.indexOf(expected) ?? 0;
      const cell = terminal.buffer.active.getLine(row)?.getCell(column);
      if (row === -1 || cell === undefined) throw new Error(`not on the screen: ${expected}\n${text()}`);
      return {
        inverse: cell.isInverse() !== 0,
        bold: cell.isBold() !== 0,
        underline: cell.isUnderline() !== 0,
        colour: !cell.isFgDefault(),
        ansi: cell.isFgPalette() ? cell.getFgColor() % 8 : undefined,
      };
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
