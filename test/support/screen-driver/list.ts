import type { Movement } from '../../../src/screen/draw/movement.ts';
import type { TestTerminal } from '../mount-screen.ts';
import type { Area } from './area.ts';
import { bytesOf, movementKey } from './keys.ts';
import { areRows, compare, normalised, type Wanted } from './wanted.ts';

/** A frame with a list and a cursor. */
export type List = Omit<Area, 'shows'> & {
  readonly rows: () => readonly string[];
  /** Waits until these are all rows of the list, with the mark of the cursor. */
  readonly shows: (wanted: readonly Wanted[]) => Promise<void>;
  /** Waits until the frame contains all these texts. */
  readonly contains: Area['shows'];
  /** Moves the cursor row by row to the row that starts with these words. */
  readonly select: (name: string) => Promise<void>;
  readonly move: (movement: Movement, times?: number) => Promise<void>;
  readonly moveUp: (lines?: number) => Promise<void>;
  readonly moveDown: (lines?: number) => Promise<void>;
  readonly moveToStart: () => Promise<void>;
  readonly moveToEnd: () => Promise<void>;
};

type ListOptions = {
  /** Brings the list to the front. */
  readonly focus: () => Promise<void>;
  /** Removes column titles and notes from the rows of the frame. */
  readonly itemsOf?: (rows: readonly string[]) => readonly string[];
  readonly format?: (row: string) => string;
};

const cursorMark = /^[▶▷◈]/;
/** Enough characters to tell the rows of a list apart, before the columns that change with time. */
const nameLength = 18;

export function openList(
  terminal: TestTerminal,
  name: string,
  area: Area,
  { focus, itemsOf = (rows) => rows, format = normalised }: ListOptions,
): List {
  const shownRows = () => itemsOf(area.frame()?.rows ?? []);
  const rows = () => shownRows().map(format);
  const press = (movement: Movement, times = 1) => terminal.keys(bytesOf(movementKey(movement)).repeat(times));
  const move: List['move'] = async (movement, times) => {
    await focus();
    press(movement, times);
  };
  const textOf = (row: string) => row.replace(/^[▶▷◈◆ +]+/, '');
  const cursor = () => shownRows().findIndex((row) => cursorMark.test(row));
  const cursorName = () => shownRows()[cursor()]?.slice(1, nameLength);
  const isNamed = (row: string, wanted: string) => `${textOf(row)} `.startsWith(`${wanted} `);

  return {
    ...area,
    rows,
    contains: area.shows,
    shows: (wanted) =>
      terminal.until(
        `the rows of ${name}`,
        () => areRows(rows(), wanted),
        () => compare(wanted, rows()),
      ),
    select: async (wanted) => {
      await focus();
      const details = () => compare([wanted], rows());
      const target = () => shownRows().findIndex((row) => isNamed(row, wanted));
      const isPartial = () => shownRows().length < Number(/\((\d+)/.exec(area.frame()?.title ?? '')?.[1] ?? 0);
      const isFound = () => cursor() !== -1 && (target() !== -1 || isPartial());
      let isFromStart = false;
      for (;;) {
        await terminal.until(`${wanted} in ${name}`, isFound, details);
        if (target() === cursor()) return;
        const before = cursorName();
        if (target() === -1 && !isFromStart && cursor() > 0) {
          isFromStart = true;
          press({ kind: 'start' });
          await terminal.until(`the start of ${name}`, () => cursor() === 0, details);
          continue;
        }
        press({ kind: 'lines', count: target() !== -1 && target() < cursor() ? -1 : 1 });
        await terminal.until(`the cursor of ${name} to move to ${wanted}`, () => cursorName() !== before, details);
      }
    },
    move,
    moveUp: (lines) => move({ kind: 'lines', count: -1 }, lines),
    moveDown: (lines) => move({ kind: 'lines', count: 1 }, lines),
    moveToStart: () => move({ kind: 'start' }),
    moveToEnd: () => move({ kind: 'end' }),
  };
}
