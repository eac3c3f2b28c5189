import { cut, widthOf } from '../../draw/fit.ts';
import type { Theme } from '../../theme/theme.ts';
import { type Part, paintPart } from '../section-rows.ts';

/**
 * Returns a row of exactly `width` columns: the left parts, of which the first one is cut if necessary, and the right text
 * if there is room for it.
 */
export function fitRow(left: readonly Part[], right: Part | undefined, width: number, theme: Theme): string {
  const [first, ...others] = left;
  if (first === undefined) return ' '.repeat(Math.max(0, width));
  const kept: Part[] = [];
  const rightWidth = right === undefined ? 0 : widthOf(right.text) + 2;
  const showsRight = widthOf(first.text) + rightWidth <= width || rightWidth * 3 <= width;
  const room = width - (showsRight ? rightWidth : 0);
  let used = Math.min(widthOf(first.text), room);
  kept.push({ ...first, text: cut(first.text, room) });
  for (const part of others) {
    const partWidth = widthOf(part.text);
    if (used + partWidth > room) break;
    kept.push(part);
    used += partWidth;
  }
  const painted = kept.map((part) => paintPart(part, theme)).join('');
  if (right === undefined || !showsRight) return painted + ' '.repeat(Math.max(0, width - used));
  const blanks = width - used - widthOf(right.text);
  return painted + ' '.repeat(Math.max(0, blanks)) + paintPart(right, theme);
}
