import { stripVTControlCharacters } from 'node:util';
import type { Paint } from '../theme/theme.ts';

/** Returns the indexes of the painted rows that contain the text. Capital letters make the search case-sensitive. */
export function matchingRows(rows: readonly string[], text: string): readonly number[] {
  if (text === '') return [];
  return rows.flatMap((row, index) => (startsOf(stripVTControlCharacters(row), text).length > 0 ? [index] : []));
}

/** Returns the row with all matches painted. A row with a match loses its other colours. */
export function highlighted(row: string, text: string, paint: Paint): string {
  const plain = stripVTControlCharacters(row);
  const starts = startsOf(plain, text);
  if (starts.length === 0) return row;
  let result = '';
  let end = 0;
  for (const start of starts) {
    result += plain.slice(end, start) + paint(plain.slice(start, start + text.length));
    end = start + text.length;
  }
  return result + plain.slice(end);
}

function startsOf(plain: string, text: string): readonly number[] {
  const isExact = /\p{Lu}/u.test(text);
  const searched = isExact ? plain : plain.toLowerCase();
  const starts: number[] = [];
  for (let at = searched.indexOf(text); at !== -1; at = searched.indexOf(text, at + text.length)) starts.push(at);
  return starts;
}
