import { cell } from '../draw/fit.ts';
import type { Theme, Token } from '../theme/theme.ts';

/** One column of a table. */
export type Column<Item> = {
  readonly title: string;
  /** The id of the sort key whose arrow the title shows. */
  readonly sortKey?: string;
  /** Fixed terminal columns, or a share of the remaining width and at least `min`. */
  readonly width: number | { readonly share: number; readonly min?: number };
  /** Whether long texts of the column are shortened so that they still differ, as with names. */
  readonly isName?: boolean;
  /** Minimum table width, larger for less important columns. A wider table never has fewer columns. */
  readonly from?: number;
  /** Hidden from this table width on, where another column replaces it. */
  readonly to?: number;
  readonly align?: 'left' | 'right';
  readonly text: (item: Item, now: number) => string;
  readonly token?: (item: Item) => Token | undefined;
};

export type FittedColumn<Item> = Column<Item> & { readonly columns: number };

/** Columns before every row for the cursor and the selection mark. */
const markWidth = 2;
const gap = 1;

/** Returns the columns that fit a table of this width, each with its own width. */
export function fitColumns<Item>(columns: readonly Column<Item>[], width: number): readonly FittedColumn<Item>[] {
  const shown = columns.filter(({ from = 0, to = Number.POSITIVE_INFINITY }) => width >= from && width < to);
  const fixed = shown.reduce((sum, column) => sum + (typeof column.width === 'number' ? column.width : 0), 0);
  let shares = shown.reduce((sum, column) => sum + (typeof column.width === 'number' ? 0 : column.width.share), 0);
  let rest = Math.max(0, width - markWidth - fixed - gap * (shown.length - 1));
  return shown.map((column) => {
    if (typeof column.width === 'number') return { ...column, columns: column.width };
    const { share, min = 0 } = column.width;
    // The last shared column gets the remaining width.
    const columns = Math.min(rest, Math.max(min, Math.floor((rest * share) / shares)));
    rest -= columns;
    shares -= share;
    return { ...column, columns };
  });
}

export function formatTitles<Item>(columns: readonly FittedColumn<Item>[], theme: Theme): string {
  const titles = columns.map(({ title, columns: width, align }) => cell(title, width, align));
  return theme.muted(' '.repeat(markWidth) + titles.join(' '.repeat(gap)));
}

export type RowMarks = {
  readonly cursor: 'none' | 'focused' | 'unfocused';
  readonly isSelected: boolean;
  /** Token of the whole row, for items that are gone. */
  readonly token?: Token | undefined;
};

export function formatRow<Item>(
  item: Item,
  columns: readonly FittedColumn<Item>[],
  { cursor, isSelected, token }: RowMarks,
  theme: Theme,
  now: number,
): string {
  const mark = (cursor === 'none' ? ' ' : cursor === 'focused' ? '▶' : '▷') + (isSelected ? '●' : ' ');
  const cells = columns.map((column) => ({
    text: cell(column.text(item, now), column.columns, column.align),
    token: column.token?.(item),
  }));
  const plain = mark + cells.map(({ text }) => text).join(' '.repeat(gap));
  if (cursor === 'focused') return theme.selection(plain);
  if (cursor === 'unfocused') return theme['selection.inactive'](plain);
  if (token !== undefined) return theme[token](plain);
  return (
    mark +
    cells
      .map(({ text, token: cellToken }) => (cellToken === undefined ? text : theme[cellToken](text)))
      .join(' '.repeat(gap))
  );
}
