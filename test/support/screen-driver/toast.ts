import type { TestTerminal } from '../mount-screen.ts';
import { contains, describeDifference, type Expected, withSingleSpaces } from './expected.ts';

/** The results of commands in a corner of the screen. */
export type Toast = {
  /** Waits until one toast contains all these texts. The label and the keys of a toast are part of its text. */
  readonly shows: (...expected: readonly Expected[]) => Promise<void>;
  /** Waits for the number of toasts. */
  readonly count: (expected: number) => Promise<void>;
};

export function createToast(terminal: TestTerminal): Toast {
  const describe = (expected: readonly Expected[]) => describeDifference(expected, toastsOn(terminal));
  return {
    shows: (...expected) =>
      terminal.until(
        'a toast',
        () => toastsOn(terminal).some((text) => expected.every((one) => contains(text, one))),
        () => describe(expected),
      ),
    count: (expected) =>
      terminal.until(
        `${expected} toasts`,
        () => toastsOn(terminal).length === expected,
        () => describe([]),
      ),
  };
}

/** Returns the text of each toast, from top to bottom. */
function toastsOn(terminal: TestTerminal): readonly string[] {
  const lineAt = (row: number, from: number, to?: number) =>
    terminal.terminal.buffer.active.getLine(row)?.translateToString(true, from, to) ?? '';
  return terminal.rows().flatMap((_, top) => {
    const left = lineAt(top, 0).indexOf('╭─ ');
    if (left === -1) return [];
    const right = lineAt(top, 0).indexOf('╮', left);
    const rows: string[] = [];
    for (let row = top; row < terminal.rows().length; row += 1) {
      rows.push(
        withSingleSpaces(
          lineAt(row, left + 1, right)
            .replace(/^─*|─*$/g, '')
            .trim(),
        ),
      );
      if (lineAt(row, left, left + 1) === '╰') break;
    }
    return [rows.join('\n')];
  });
}
