import type { FlameBox } from '../../../session/threads/flame-tree.ts';
import { cut, widthOf } from '../../draw/fit.ts';
import type { Theme } from '../../theme/theme.ts';

/** A box at its columns. */
export type PlacedBox = { readonly box: FlameBox; readonly from: number; readonly width: number };

/** Places the boxes below `zoomed`, which has the whole width. Boxes that are narrower than a column are left out. */
export function placeBoxes(zoomed: FlameBox, width: number): readonly (readonly PlacedBox[])[] {
  const levels: PlacedBox[][] = [];
  const place = (box: FlameBox, from: number, to: number, level: number): void => {
    const start = Math.round(from);
    const columns = Math.round(to) - start;
    if (columns < 1) return;
    const row = levels[level] ?? [];
    levels[level] = row;
    row.push({ box, from: start, width: columns });
    const perSample = (to - from) / box.value;
    let next = from;
    for (const child of box.children) {
      place(child, next, next + child.value * perSample, level + 1);
      next += child.value * perSample;
    }
  };
  if (zoomed.value > 0) place(zoomed, 0, width, 0);
  return levels;
}

/** Draws the boxes of a level. Each starts with an edge, the one under the cursor with a mark. */
export function icicleRow(
  placed: readonly PlacedBox[],
  cursorId: string,
  total: number,
  width: number,
  theme: Theme,
): string {
  let column = 0;
  const parts = placed.map(({ box, from, width: columns }) => {
    const gap = ' '.repeat(from - column);
    column = from + columns;
    const isCursor = box.id === cursorId;
    const share = `${Math.round((box.value * 100) / total)}%`;
    const text = cut(`${isCursor ? '▶' : '│'}${share} ${box.label} `, columns);
    const rest = '─'.repeat(Math.max(0, columns - widthOf(text)));
    if (isCursor) return gap + theme.selection(text + rest);
    return gap + (box.isUser ? theme.strong(text) : text) + theme.border(rest);
  });
  return parts.join('') + ' '.repeat(Math.max(0, width - column));
}
