import type { TestTerminal } from '../mount-screen.ts';
import { compare, contains, normalised, type Wanted } from './wanted.ts';

/** Rows outside all frames: the header or the footer. */
export type Rows = {
  /** Waits until the rows contain all these texts. Blanks between parts count as one. */
  readonly shows: (...wanted: readonly Wanted[]) => Promise<void>;
  readonly showsNo: (unwanted: Wanted) => Promise<void>;
};

export function openRows(
  terminal: TestTerminal,
  name: string,
  rowsOf: (rows: readonly string[]) => readonly string[],
): Rows {
  const rows = () => rowsOf(terminal.rows()).map(normalised);
  const text = () => rows().join('\n');
  return {
    shows: (...wanted) =>
      terminal.until(
        `text in ${name}`,
        () => wanted.every((one) => contains(text(), one)),
        () => compare(wanted, rows()),
      ),
    showsNo: (unwanted) => terminal.until(`no ${unwanted} in ${name}`, () => !contains(text(), unwanted)),
  };
}
