import type { Theme } from '../theme/theme.ts';
import { type FittedColumn, formatRow, type RowMarks } from './table-format.ts';

/** Index of the row under the cursor, index of the first visible row, and number of rows that fit. */
export type ListWindow = { readonly index: number; readonly top: number; readonly height: number };

/** Formats the visible rows of a list that has the focus. */
export function windowRows<Item>(
  items: readonly Item[],
  columns: readonly FittedColumn<Item>[],
  { index, top, height }: ListWindow,
  theme: Theme,
  now: number,
  marksOf: (item: Item) => Partial<Omit<RowMarks, 'cursor'>> = () => ({}),
): readonly string[] {
  return items.slice(top, top + height).map((item, row) => {
    const cursor = top + row === index ? 'focused' : 'none';
    return formatRow(item, columns, { isMarked: false, ...marksOf(item), cursor }, theme, now);
  });
}
