import { largest } from '../../../text/largest.ts';
import type { Theme, Token } from '../../theme/theme.ts';
import { cell, sliceColumns, widthOf, wrap } from '../fit.ts';
import { centred, type Rectangle } from '../rectangle.ts';
import { rememberLast } from '../remember-last.ts';

export type TextRow = {
  readonly text: string;
  readonly token?: Token;
  /** Indentation of the continuation rows, in columns. */
  readonly indent?: number;
  /** Start of the row with its own token: a label or a status. */
  readonly label?: { readonly end: number; readonly token: Token };
};

/** A text and its scroll position. */
export type ScrolledText = {
  readonly title: string;
  readonly rows: readonly TextRow[];
  readonly top: number;
  /** First visible column of the tables in the text; undefined without tables. */
  readonly column?: number;
};

/** Limit for the rows of one wrapped text row. */
const maxRows = 2000;
/** If the last column of a table would be narrower than this, the table rows are cut instead of wrapped. */
const minLastColumn = 24;

export type TextBox = {
  readonly rectangle: Rectangle;
  /** All rows, wrapped and painted. */
  readonly rows: readonly string[];
  /** Number of visible rows. */
  readonly height: number;
  /** Largest sideways scroll position; 0 if no row is cut. */
  readonly lastColumn: number;
};

/** Lays out a text box in the middle of `body`, as wide as its text if the text fits. */
export function textBox(body: Rectangle, theme: Theme, { rows, title, column }: Omit<ScrolledText, 'top'>): TextBox {
  const width = Math.min(body.width, Math.max(40, widthOf(title) + 6, widthOfText(rows)) + 4);
  const lastColumn = column === undefined ? 0 : Math.max(0, widthOfTables(rows, width - 4) - width + 4);
  const from = lastColumn === 0 ? undefined : Math.min(column ?? 0, lastColumn);
  const painted = paintRows(rows, width, theme, from);
  const rectangle = centred(body, { width, height: painted.length + 2 });
  return { rectangle, rows: painted, height: rectangle.height - 2, lastColumn };
}

// Cached, because a text may be long and is drawn again with every change of the panes below.
const widthOfText = rememberLast(widest);

/** Returns the width of the widest table row, or 0 if no row is cut. */
const widthOfTables = rememberLast((rows: readonly TextRow[], room: number): number => {
  const tables = rows.filter(({ indent = 0 }) => indent > 0);
  const isCut = tables.some(({ text, indent = 0 }) => widthOf(text) > room && room - indent < minLastColumn);
  return isCut ? widest(tables) : 0;
});

const paintRows = rememberLast(
  (rows: readonly TextRow[], width: number, theme: Theme, from: number | undefined): readonly string[] =>
    rows.flatMap((row) =>
      (from === undefined || row.indent === undefined ? wrappedRow(row, width - 4) : [cutRow(row, width - 4, from)])
        .map((text) => cell(text, width - 2)) // Padded, so that the box covers the panes below.
        .map((text) => paintRow(row, text, theme)),
    ),
);

/** Paints a row, which starts with a blank. A row that is scrolled sideways no longer starts with its label. */
function paintRow({ token, label, text: whole }: TextRow, text: string, theme: Theme): string {
  const paint = token === undefined ? (plain: string) => plain : theme[token];
  const end = label === undefined ? 0 : label.end + 1;
  if (label === undefined || text.slice(0, end) !== ` ${whole.slice(0, label.end)}`) return paint(text);
  return theme[label.token](text.slice(0, end)) + paint(text.slice(end));
}

function wrappedRow({ text, indent = 0 }: TextRow, room: number): readonly string[] {
  const start = text.slice(0, indent);
  return wrap(text.slice(indent), room - indent, maxRows, 'words').map(
    (row, index) => ` ${index === 0 ? start : ' '.repeat(indent)}${row}`,
  );
}

/** Cuts a row. A mark at an edge shows that the row continues. */
function cutRow({ text }: TextRow, room: number, from: number): string {
  const continues = widthOf(text) > from + room;
  return (from > 0 ? '‹' : ' ') + cell(sliceColumns(text, from, room), room) + (continues ? '›' : ' ');
}

function widest(rows: readonly TextRow[]): number {
  return largest(rows.map(({ text }) => widthOf(text)));
}
