import { largest } from '../../text/largest.ts';
import type { Theme, Token } from '../theme/theme.ts';
import { cell, sliceColumns, widthOf, wrap } from './fit.ts';
import { centred, type Rectangle } from './rectangle.ts';
import { rememberLast } from './remember-last.ts';

export type TextRow = {
  readonly text: string;
  readonly token?: Token;
  /** How far in the row goes on where it has to be broken. */
  readonly indent?: number;
};

/** A text to read, and how far it is scrolled. */
export type ScrolledText = {
  readonly title: string;
  readonly rows: readonly TextRow[];
  readonly top: number;
  /** The first column that is seen of its tables, where it has some. */
  readonly column?: number;
};

const longestText = 2000;
/** Where the last column of a table has no more than this, its rows are cut rather than broken. */
const narrowestColumn = 24;

export type TextBox = {
  readonly rectangle: Rectangle;
  /** All rows, wrapped and painted. */
  readonly rows: readonly string[];
  /** How many of them are seen at once. */
  readonly height: number;
  /** How far its tables go sideways: 0 where no row is cut. */
  readonly lastColumn: number;
};

/** As wide as its text, as far as there is room in `body`. */
export function textBox(body: Rectangle, theme: Theme, { rows, title, column }: Omit<ScrolledText, 'top'>): TextBox {
  const width = Math.min(body.width, Math.max(40, widthOf(title) + 6, widthOfText(rows)) + 4);
  const lastColumn = column === undefined ? 0 : Math.max(0, widthOfTables(rows, width - 4) - width + 4);
  const from = lastColumn === 0 ? undefined : Math.min(column ?? 0, lastColumn);
  const painted = paintRows(rows, width, theme, from);
  const rectangle = centred(body, { width, height: painted.length + 2 });
  return { rectangle, rows: painted, height: rectangle.height - 2, lastColumn };
}

// A text may be long, and is drawn again with every frame of what lies under it.
const widthOfText = rememberLast(widest);

/** 0 where no row has to be cut. */
const widthOfTables = rememberLast((rows: readonly TextRow[], room: number): number => {
  const tables = rows.filter(({ indent = 0 }) => indent > 0);
  const isCut = tables.some(({ text, indent = 0 }) => widthOf(text) > room && room - indent < narrowestColumn);
  return isCut ? widest(tables) : 0;
});

const paintRows = rememberLast(
  (rows: readonly TextRow[], width: number, theme: Theme, from: number | undefined): readonly string[] =>
    rows.flatMap((row) =>
      (from === undefined || row.indent === undefined ? brokenRow(row, width - 4) : [cutRow(row, width - 4, from)])
        .map((text) => cell(text, width - 2)) // opaque: what lies under it is not seen
        .map((text) => (row.token === undefined ? text : theme[row.token](text))),
    ),
);

function brokenRow({ text, indent = 0 }: TextRow, room: number): readonly string[] {
  const start = text.slice(0, indent);
  return wrap(text.slice(indent), room - indent, longestText, 'words').map(
    (row, index) => ` ${index === 0 ? start : ' '.repeat(indent)}${row}`,
  );
}

/** With a mark at either end where it goes on. */
function cutRow({ text }: TextRow, room: number, from: number): string {
  const goesOn = widthOf(text) > from + room;
  return (from > 0 ? '‹' : ' ') + cell(sliceColumns(text, from, room), room) + (goesOn ? '›' : ' ');
}

function widest(rows: readonly TextRow[]): number {
  return largest(rows.map(({ text }) => widthOf(text)));
}
