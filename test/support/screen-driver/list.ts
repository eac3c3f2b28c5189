import type { Movement } from '../../../src/screen/draw/movement.ts';
import type { TestTerminal } from '../mount-screen.ts';
import type { Area } from './area.ts';
import { areRows, describeDifference, type Expected, withSingleSpaces } from './expected.ts';
import { bytesOf, movementKey } from './keys.ts';

/** A frame with a list and a cursor. */
export type List = Omit<Area, 'shows'> & {
  readonly rows: () => readonly string[];
  /** Waits until the list has exactly these rows. The row under the cursor has a mark. */
  readonly shows: (expected: readonly Expected[]) => Promise<void>;
  /** Waits until the frame contains all these texts. */
  readonly contains: Area['shows'];
  /** Moves the cursor row by row to the row that starts with this name. */
  readonly select: (name: string) => Promise<void>;
  readonly move: (movement: Movement, times?: number) => Promise<void>;
  readonly moveUp: (lines?: number) => Promise<void>;
  readonly moveDown: (lines?: number) => Promise<void>;
  readonly moveToStart: () => Promise<void>;
  readonly moveToEnd: () => Promise<void>;
};

type ListOptions = {
  /** Focuses the list. */
  readonly focus: () => Promise<void>;
  /** Removes column titles and notes from the rows of the frame. */
  readonly itemsOf?: (rows: readonly string[]) => readonly string[];
  readonly format?: (row: string) => string;
};

/** Ink lists are indented by one column. */
const cursorMark = /^ ?[▶▷◈]/;
/** Long enough to distinguish rows, and short enough to exclude the columns that change with time. */
const nameLength = 18;

export function createList(
  terminal: TestTerminal,
  name: string,
  area: Area,
  { focus, itemsOf = (rows) => rows, format = withSingleSpaces }: ListOptions,
): List {
  const shownRows = () => itemsOf(area.frame()?.rows ?? []);
  const rows = () => shownRows().map(format);
  const press = (movement: Movement, times = 1) => terminal.keys(bytesOf(movementKey(movement)).repeat(times));
  const move: List['move'] = async (movement, times) => {
    await focus();
    press(movement, times);
  };
  const textOf = (row: string) => row.replace(/^[▶▷◈◆ ●↑↓]+/, '');
  const cursor = () => shownRows().findIndex((row) => cursorMark.test(row));
  const cursorName = () => shownRows()[cursor()]?.slice(1, nameLength);
  const isNamed = (row: string, rowName: string) => `${textOf(row)} `.startsWith(`${rowName} `);

  return {
    ...area,
    rows,
    contains: area.shows,
    shows: (expected) =>
      terminal.until(
        `the rows of ${name}`,
        () => areRows(rows(), expected),
        () => describeDifference(expected, rows()),
      ),
    select: async (rowName) => {
      await focus();
      const details = () => describeDifference([rowName], rows());
      const target = () => shownRows().findIndex((row) => isNamed(row, rowName));
      const isPartial = () => shownRows().length < Number(/\((\d+)/.exec(area.frame()?.title ?? '')?.[1] ?? 0);
      const isFound = () => cursor() !== -1 && (target() !== -1 || isPartial());
      let isFromStart = false;
      for (;;) {
        await terminal.until(`${rowName} in ${name}`, isFound, details);
        if (target() === cursor()) return;
        const before = cursorName();
        if (target() === -1 && !isFromStart && cursor() > 0) {
          isFromStart = true;
          press({ kind: 'start' });
          await terminal.until(`the start of ${name}`, () => cursor() === 0, details);
          continue;
        }
        press({ kind: 'lines', count: target() !== -1 && target() < cursor() ? -1 : 1 });
        await terminal.until(`the cursor of ${name} to move to ${rowName}`, () => cursorName() !== before, details);
      }
    },
    move,
    moveUp: (lines) => move({ kind: 'lines', count: -1 }, lines),
    moveDown: (lines) => move({ kind: 'lines', count: 1 }, lines),
    moveToStart: () => move({ kind: 'start' }),
    moveToEnd: () => move({ kind: 'end' }),
  };
}
