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

/** Reads all frames from the terminal buffer, from the top. A frame behind another one may be incomplete. */
export function framesOf(terminal: TestTerminal): readonly ShownFrame[] {
  const { active } = terminal.terminal.buffer;
  const texts = terminal.rows();
  return texts.flatMap((text, row) => {
    if (!/[┏┌][━─] /.test(text)) return [];
    const cells = cellsOf(terminal, row);
    return cells.flatMap((cell, left) => {
      if (cell !== '┏' && cell !== '┌') return [];
      const right = cells.indexOf(corners[cell].right, left);
      if (right === -1) return [];
      const textAt = (at: number) =>
        active
          .getLine(at)
          ?.translateToString(true, left + 1, right)
          .trimEnd() ?? '';
      const rows: string[] = [];
      for (let at = row + 1; at < texts.length && cellsOf(terminal, at)[left] !== corners[cell].bottom; at += 1)
        rows.push(textAt(at));
      while (rows.at(-1) === '') rows.pop();
      const [, title = '', note = ''] = /^[━─] (.*?) [━─]+(?: (.*) [━─])?$/.exec(textAt(row)) ?? [];
      return [{ title, note, isFocused: cell === '┏', rows }];
    });
  });
}

function cellsOf({ terminal }: TestTerminal, row: number): readonly string[] {
  const line = terminal.buffer.active.getLine(row);
  return Array.from({ length: terminal.cols }, (_, column) => line?.getCell(column)?.getChars() ?? '');
}
