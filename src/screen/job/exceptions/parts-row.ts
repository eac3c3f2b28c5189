import { cut, widthOf } from '../../draw/fit.ts';
import type { Part } from '../../draw/section-rows.ts';
import type { Theme } from '../../theme/theme.ts';

/** Formats parts as one row. A row that is too long ends with an ellipsis. */
export function partsRow(parts: readonly Part[], width: number, theme: Theme, isSelected = false): string {
  let room = width;
  const painted: string[] = [];
  for (const { text, token } of parts) {
    if (room <= 0) break;
    const shown = cut(text, room);
    room -= widthOf(shown);
    // Muted text would be hard to read on the background of the cursor.
    const isPlain = token === undefined || (isSelected && token === 'muted');
    const inColour = isPlain ? shown : theme[token](shown);
    painted.push(isSelected ? theme.selection(inColour) : inColour);
  }
  if (isSelected) painted.push(theme.selection(' '.repeat(room)));
  return painted.join('');
}
