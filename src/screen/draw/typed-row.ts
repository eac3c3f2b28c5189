import type { Theme } from '../theme/theme.ts';
import { graphemesOf, type Line } from './edit-line.ts';
import { cut, sliceColumns, widthOf } from './fit.ts';

/** Draws the typed line and scrolls it to keep the cursor visible. */
export function typedRow(prompt: string, { text, cursor }: Line, theme: Theme, width: number): string {
  const graphemes = graphemesOf(text);
  const before = graphemes.slice(0, cursor).join('');
  const under = cut(graphemes[cursor] ?? ' ', 2);
  const after = graphemes.slice(cursor + 1).join('');
  const room = width - widthOf(prompt) - 1;
  const hidden = Math.max(0, widthOf(before) + widthOf(under) - room);
  const left = sliceColumns(before, hidden, room);
  const right = cut(after, room - widthOf(left) - widthOf(under));
  return theme.strong(prompt) + left + theme.cursor(under) + right;
}
