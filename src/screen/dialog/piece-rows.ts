import { cut, widthOf, wrap } from '../draw/fit.ts';
import type { Theme, Token } from '../theme/theme.ts';

/** A part of a row that is painted in one colour. */
export type Piece = { readonly text: string; readonly token?: Token | undefined };
export type PieceRow = readonly Piece[];

/** Limit for the rows of one wrapped text. */
const maxRows = 50;

/** Paints a row of exactly `width` columns, so that it covers the panes below. */
export function paintRow(row: PieceRow, width: number, theme: Theme): string {
  let room = width;
  let painted = '';
  for (const { text, token } of row) {
    const shown = cut(text, room);
    room -= widthOf(shown);
    painted += token === undefined ? shown : theme[token](shown);
  }
  return painted + ' '.repeat(room);
}

/** Wraps a text behind its mark between words. Continuation rows are indented by the width of the mark. */
export function wrappedRows(mark: string, text: string, width: number, token?: Token): readonly PieceRow[] {
  const indent = widthOf(mark);
  return wrap(text, width - indent, maxRows, 'words').map((row, index) => [
    { text: (index === 0 ? mark : ' '.repeat(indent)) + row, token },
  ]);
}

/** Returns the row without colours, for a text that is about to change. */
export function mutedRow(row: PieceRow): PieceRow {
  return row.map(({ text }) => ({ text, token: 'muted' }));
}
