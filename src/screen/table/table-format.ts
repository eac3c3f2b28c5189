import { cell, widthOf } from '../draw/fit.ts';
import type { Theme, Token } from '../theme/theme.ts';

/** One column of a table. */
export type Column<Item> = {
  readonly title: string;
  /** The id of the sort key whose arrow the title shows. */
  readonly sortKey?: string;
  /** Shown instead of a title that does not fit. */
  readonly shortTitle?: string;
  /** 1 for the most important column of the table. A narrow table has only the most important columns. */
  readonly importance: number;
  readonly width: ColumnWidth;
  /** Whether long texts of the column are shortened so that they still differ, as with names. */
  readonly isName?: boolean;
  readonly align?: 'left' | 'right';
  readonly text: (item: Item, now: number, width: number) => string;
  readonly token?: (item: Item, width: number) => Token | undefined;
  /** Returns `text` in exactly `width` columns, painted with several tokens. Replaces `token`. */
  readonly paint?: (item: Item, width: number, theme: Theme) => string;
};

/**
 * In terminal columns: fixed, either of two widths, or at least `min`. A name column is not wider than its names. Other
 * flexible columns take all the width that is left.
 */
type ColumnWidth =
  | number
  | { readonly short: number; readonly long: number }
  | { readonly min: number; readonly preferred?: number };

export type FittedColumn<Item> = Column<Item> & { readonly columns: number };

/** Columns before every row for the cursor and the selection mark. */
export const markWidth = 2;
export const gap = 1;

function shownTitle<Item>({ title, shortTitle = title, columns }: FittedColumn<Item>): string {
  return widthOf(title) <= columns ? title : shortTitle;
}

export function formatTitles<Item>(columns: readonly FittedColumn<Item>[], theme: Theme): string {
  const titles = columns.map((column) => cell(shownTitle(column), column.columns, column.align));
  return theme.muted(' '.repeat(markWidth) + titles.join(' '.repeat(gap)));
}

/** The columns of a row that a title covers. */
export type TitlePlace = { readonly sortKey: string; readonly from: number; readonly to: number };

/** Returns the places of the titles of columns that can be sorted. */
export function titlePlaces<Item>(columns: readonly FittedColumn<Item>[]): readonly TitlePlace[] {
  let from = markWidth;
  return columns.flatMap(({ sortKey, columns: width }) => {
    const place = { from, to: from + width };
    from += width + gap;
    return sortKey === undefined ? [] : [{ sortKey, ...place }];
  });
}

export type RowMarks = {
  readonly cursor: 'none' | 'focused' | 'unfocused';
  readonly isMarked: boolean;
  /** Token of the whole row, for items that are gone. */
  readonly token?: Token | undefined;
};

const plain = (text: string): string => text;

export function formatRow<Item>(
  item: Item,
  columns: readonly FittedColumn<Item>[],
  { cursor, isMarked, token }: RowMarks,
  theme: Theme,
  now: number,
): string {
  const mark = (cursor === 'none' ? ' ' : cursor === 'focused' ? '▶' : '▷') + (isMarked ? theme.key('●') : ' ');
  const paints = cursor === 'focused' ? { ...theme, muted: plain, border: plain } : theme;
  const cells = columns.map(({ text, columns: width, align, token: tokenOf, paint }) => {
    if (paint !== undefined && token === undefined) return paint(item, width, paints);
    const shown = cell(text(item, now, width), width, align);
    const cellToken = token === undefined ? tokenOf?.(item, width) : undefined;
    // Muted text would be hard to read on the background of the cursor.
    return cellToken === undefined || (cursor === 'focused' && cellToken === 'muted') ? shown : theme[cellToken](shown);
  });
  const row = mark + cells.join(' '.repeat(gap));
  if (cursor === 'focused') return theme.selection(row);
  if (cursor === 'unfocused') return theme['selection.inactive'](row);
  return token === undefined ? row : theme[token](row);
}
