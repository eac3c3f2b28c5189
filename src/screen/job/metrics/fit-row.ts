import { cut, widthOf } from '../../draw/fit.ts';
import { type Part, paintPart } from '../../draw/section-rows.ts';
import type { Theme } from '../../theme/theme.ts';

/** A part that is not shorter than this is cut. Shorter ones are left out. */
const shortestPart = 6;

/**
 * Returns a row of exactly `width` columns: the left parts, the last of which may be cut, and the right text. `keeps`:
 * left parts that are more important than the right text
 */
export function fitRow(
  left: readonly Part[],
  right: Part,
  { width, keeps, theme }: { readonly width: number; readonly keeps: number; readonly theme: Theme },
): string {
  const kept = left.slice(0, keeps).reduce((sum, { text }) => sum + widthOf(text), 0);
  const rightWidth = right.text === '' ? 0 : widthOf(right.text) + 2;
  const shown = kept + rightWidth <= width ? right : { text: '' };
  let room = width - (shown === right ? rightWidth : 0);
  const painted = left.map((part, index) => {
    const partWidth = widthOf(part.text);
    if (partWidth > room && room < shortestPart && index > 0) room = 0;
    const text = cut(part.text, room);
    room -= widthOf(text);
    return paintPart({ ...part, text }, theme);
  });
  const blanks = ' '.repeat(Math.max(0, room + (shown === right && right.text !== '' ? 2 : 0)));
  return painted.join('') + blanks + paintPart(shown, theme);
}
