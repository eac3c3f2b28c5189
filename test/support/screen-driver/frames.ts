import type { TestTerminal } from '../mount-screen.ts';

/** A frame on the screen: a pane, a page or an overlay. */
export type ShownFrame = {
  readonly title: string;
  /** The warning at the right end of the title. */
  readonly note: string;
  readonly isFocused: boolean;
  /** The rows inside the frame, without trailing spaces and without the empty rows at the end. */
  readonly rows: readonly string[];
};

const corners = { '┏': { right: '┓', bottom: '┗' }, '┌': { right: '┐', bottom: '└' } } as const;

/**
 * Reads all frames from the terminal buffer, from top to bottom, and skips frames whose title is covered. A frame
 * behind another frame may be incomplete.
 */
export function framesOf({ terminal, rows }: TestTerminal): readonly ShownFrame[] {
  const cellAt = (row: number, column: number) =>
    terminal.buffer.active.getLine(row)?.getCell(column)?.getChars() ?? '';
  return rows().flatMap((text, top) => {
    if (!/[┏┌][━─] /.test(text)) return [];
    const cells = Array.from({ length: terminal.cols }, (_, column) => cellAt(top, column));
    return cells.flatMap((cell, left) => {
      if (cell !== '┏' && cell !== '┌') return [];
      const right = cells.indexOf(corners[cell].right, left);
      const inside = (row: number) =>
        terminal.buffer.active
          .getLine(row)
          ?.translateToString(true, left + 1, right)
          .trimEnd() ?? '';
      const title = /^[━─] (.*?) [━─]+(?: (.*) [━─])?$/.exec(inside(top));
      if (right === -1 || title === null) return [];
      const shown: string[] = [];
      for (let row = top + 1; row < terminal.rows && cellAt(row, left) !== corners[cell].bottom; row += 1)
        shown.push(inside(row));
      while (shown.at(-1) === '') shown.pop();
      return [{ title: title[1] ?? '', note: title[2] ?? '', isFocused: cell === '┏', rows: shown }];
    });
  });
}
