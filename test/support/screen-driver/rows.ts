import type { TestTerminal } from '../mount-screen.ts';
import { contains, describeDifference, type Expected, withSingleSpaces } from './expected.ts';

/** Rows outside all frames: the header or the footer. */
export type Rows = {
  /** Waits until the rows contain all these texts. The gap between two parts counts as one space. */
  readonly shows: (...expected: readonly Expected[]) => Promise<void>;
  readonly showsNo: (unexpected: Expected) => Promise<void>;
};

export function createRows(
  terminal: TestTerminal,
  name: string,
  rowsOf: (rows: readonly string[]) => readonly string[],
): Rows {
  const rows = () => rowsOf(terminal.rows()).map(withSingleSpaces);
  const text = () => rows().join('\n');
  return {
    shows: (...expected) =>
      terminal.until(
        `text in ${name}`,
        () => expected.every((one) => contains(text(), one)),
        () => describeDifference(expected, rows()),
      ),
    showsNo: (unexpected) => terminal.until(`no ${unexpected} in ${name}`, () => !contains(text(), unexpected)),
  };
}
