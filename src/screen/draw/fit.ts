import stringWidth from 'string-width';
import { printable } from '../../text/printable.ts';
import { graphemes } from './graphemes.ts';

/** Characters that are one column wide: ASCII, box drawing, block elements and the symbols of the panes. */
const singleWidth = /^[\x20-\x7e\u2500-\u259f·×–…‹›←→★●○▲✓✕▶▷]*$/;
// Joiners, variation selectors, fillers and skin tones. Terminals disagree on their width, so they are removed.
const ambiguousWidth = /\p{Default_Ignorable_Code_Point}|\p{Emoji_Modifier}/gu;

/** Maximum number of characters to read for this many columns. Without a limit, a line of a megabyte is slow. */
const maxCharacters = (columns: number) => columns * 4 + 64;

/** Makes external text safe and removes characters of ambiguous width. */
export function sanitize(text: string): string {
  const safe = printable(text);
  return singleWidth.test(safe) ? safe : safe.replace(ambiguousWidth, '');
}

/** Returns the columns `from` to `from + width`. A wide character cut by an edge becomes blanks. */
export function sliceColumns(text: string, from: number, width: number): string {
  const safe = sanitize(text.slice(0, maxCharacters(from + width)));
  if (singleWidth.test(safe)) return safe.slice(from, from + width);
  let column = 0;
  let slice = '';
  for (const { segment } of graphemes(safe)) {
    const segmentWidth = stringWidth(segment);
    const end = column + segmentWidth;
    if (end > from + width) return column < from + width ? slice + ' '.repeat(from + width - column) : slice;
    if (column >= from) slice += segment;
    else if (end > from) slice += ' '.repeat(end - from);
    column = end;
  }
  return slice;
}

export function widthOf(text: string): number {
  return singleWidth.test(text) ? text.length : stringWidth(text);
}

/** Cuts the text to `width` columns. A cut text ends with an ellipsis. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  const shown = sliceColumns(text, 0, width + 1);
  return widthOf(shown) <= width ? shown : `${sliceColumns(text, 0, width - 1)}…`;
}

/** Cuts the text to `width` columns: the first `head` columns, an ellipsis and the end of the text. */
export function cutMiddle(text: string, width: number, head: number): string {
  if (width <= 0) return '';
  if (widthOf(sliceColumns(text, 0, width + 1)) <= width) return sliceColumns(text, 0, width);
  const tail = width - 1 - head;
  const end = sanitize(text.slice(-maxCharacters(tail)).replace(/^[\udc00-\udfff]/, ''));
  return `${sliceColumns(text, 0, head)}…${tail <= 0 ? '' : sliceColumns(end, widthOf(end) - tail, tail)}`;
}

/** Cuts or pads the text to exactly `width` columns. */
export function cell(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const shown = cut(text, width);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(shown)));
  return align === 'left' ? shown + blanks : blanks + shown;
}

/**
 * Wraps the text into at most `limit` rows, at the edge or between words. Returns no rows for a width of 0 or less, as
 * in a hidden pane.
 */
export function wrap(text: string, width: number, limit: number, at: 'edge' | 'words' = 'edge'): readonly string[] {
  if (width <= 0 || limit <= 0) return [];
  const rows: string[] = [];
  for (const line of text.split('\n')) {
    const safe = sanitize(line.slice(0, maxCharacters(width * limit)));
    for (const row of at === 'words' ? breakWords(safe, width) : breakLine(safe, width)) rows.push(row);
    if (rows.length >= limit) return rows.slice(0, limit);
  }
  return rows;
}

/** Breaks text between words into at most `limit` rows. An ellipsis shows that there is more. */
export function wrapAndCut(text: string, width: number, limit: number): readonly string[] {
  const rows = wrap(text, width, limit + 1, 'words');
  if (rows.length <= limit) return rows;
  return [...rows.slice(0, limit - 1), cut(`${rows[limit - 1] ?? ''} …`, width)];
}

function breakLine(line: string, width: number): readonly string[] {
  const rows: string[] = [];
  let row = '';
  let column = 0;
  for (const { segment } of singleWidth.test(line) ? chunks(line, width) : graphemes(line)) {
    const segmentWidth = widthOf(segment);
    if (column + segmentWidth > width) {
      rows.push(row);
      row = '';
      column = 0;
    }
    row += segment;
    column += segmentWidth;
  }
  return [...rows, row];
}

function* chunks(line: string, width: number): Generator<{ readonly segment: string }> {
  for (let from = 0; from < line.length; from += width) yield { segment: line.slice(from, from + width) };
}

/** Breaks a line between words. Continuation rows keep its indentation. */
function breakWords(line: string, width: number): readonly string[] {
  const indent = /^ */.exec(line)?.[0].slice(0, Math.floor(width / 2)) ?? '';
  const rows: string[] = [];
  let row = '';
  for (const word of line.split(/(?<=[^ ]) (?=[^ ])/)) {
    const longer = row === '' ? word : `${row} ${word}`;
    if (row !== '' && widthOf(longer) > width) {
      rows.push(row);
      row = indent + word;
    } else {
      row = longer;
    }
    const pieces = breakLine(row, width);
    for (const piece of pieces.slice(0, -1)) rows.push(piece);
    row = pieces.at(-1) ?? '';
  }
  return [...rows, row];
}
