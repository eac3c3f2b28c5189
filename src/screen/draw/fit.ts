import stringWidth from 'string-width';
import { printable } from '../../text/printable.ts';
import { graphemes } from './graphemes.ts';

/** One column each, and what most rows are made of: ASCII, frames, bars and the signs of the panes. */
const plain = /^[\x20-\x7e\u2500-\u259f·×…‹›★●○▲✕▶▷]*$/;
// Joiners, variation selectors, fillers and skin tones: terminals do not agree on their width, so none is drawn.
const unsteady = /\p{Default_Ignorable_Code_Point}|\p{Emoji_Modifier}/gu;

/** A megabyte in one line costs no more than this: what lies beyond cannot be seen anyway. */
const reach = (columns: number) => columns * 4 + 64;

/** Text from outside, safe and of a width that every terminal agrees on. */
function steady(text: string): string {
  const safe = printable(text);
  return plain.test(safe) ? safe : safe.replace(unsteady, '');
}

/** The columns `from` to `from + width`; a wide character that an edge would halve becomes blanks. */
export function sliceColumns(text: string, from: number, width: number): string {
  const safe = steady(text.slice(0, reach(from + width)));
  if (plain.test(safe)) return safe.slice(from, from + width);
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
  return plain.test(text) ? text.length : stringWidth(text);
}

/** At most `width` columns wide, with an ellipsis where something was cut off. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  const shown = sliceColumns(text, 0, width + 1);
  return widthOf(shown) <= width ? shown : `${sliceColumns(text, 0, width - 1)}…`;
}

/** At most `width` columns wide: the first `head` of them, an ellipsis, and the end of the text. */
export function cutMiddle(text: string, width: number, head: number): string {
  if (width <= 0) return '';
  if (widthOf(sliceColumns(text, 0, width + 1)) <= width) return sliceColumns(text, 0, width);
  const tail = width - 1 - head;
  const end = steady(text.slice(-reach(tail)).replace(/^[\udc00-\udfff]/, ''));
  return `${sliceColumns(text, 0, head)}…${tail <= 0 ? '' : sliceColumns(end, widthOf(end) - tail, tail)}`;
}

/** Exactly `width` columns wide. */
export function cell(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const shown = cut(text, width);
  const blanks = ' '.repeat(Math.max(0, width - widthOf(shown)));
  return align === 'left' ? shown + blanks : blanks + shown;
}

/**
 * As many rows as the text needs, `limit` at most; broken between words where `words` says so, else at the edge. No rows in
 * a width of 0 or less, as a pane has while it is not shown.
 */
export function wrap(text: string, width: number, limit: number, at: 'edge' | 'words' = 'edge'): readonly string[] {
  if (width <= 0 || limit <= 0) return [];
  const rows: string[] = [];
  for (const line of text.split('\n')) {
    const safe = steady(line.slice(0, reach(width * limit)));
    for (const row of at === 'words' ? breakWords(safe, width) : breakLine(safe, width)) rows.push(row);
    if (rows.length >= limit) return rows.slice(0, limit);
  }
  return rows;
}

function breakLine(line: string, width: number): readonly string[] {
  const rows: string[] = [];
  let row = '';
  let column = 0;
  for (const { segment } of plain.test(line) ? chunks(line, width) : graphemes(line)) {
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

/** What goes on in the next row keeps the line's indentation. */
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
