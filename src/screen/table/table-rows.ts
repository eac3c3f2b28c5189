import { printable } from '../../text/printable.ts';
import { windowTop } from '../draw/movement.ts';
import { hasColumnTitles, paneInside, tableHeight } from '../state/layout.ts';
import type { ScreenState, TableName } from '../state/screen-state.ts';
import { cursorIndex, keysOf } from '../state/shown-items.ts';
import { fitNames } from './fit-names.ts';
import { createRowCache } from './row-cache.ts';
import { withSortArrow } from './sort-arrow.ts';
import { type Column, fitColumns, formatRow, formatTitles, type RowMarks } from './table-format.ts';

export type TableRows<Item extends object> = {
  readonly table: TableName;
  readonly items: readonly Item[];
  readonly columns: readonly Column<Item>[];
  readonly marksOf: (item: Item) => Omit<RowMarks, 'cursor'>;
};

const cachedRow = createRowCache<object>();

/** Formats the visible rows of a table, with column titles if the pane is high enough. */
export function tableRows<Item extends object>(
  state: ScreenState,
  { table, items, columns, marksOf }: TableRows<Item>,
): readonly string[] {
  const { theme, now, focus, tables } = state;
  const pane = paneInside(state, table);
  const height = tableHeight(pane);
  const keys = keysOf(state, table);
  const cursor = cursorIndex(keys, tables[table]);
  const top = windowTop(tables[table].top, cursor, height, items.length);
  const fitted = fitNames(fitColumns(columns, pane.width), items, now);
  const rows = items.slice(top, top + height).map((item, row) => {
    const marks: RowMarks = {
      ...marksOf(item),
      cursor: top + row !== cursor ? 'none' : focus === table ? 'focused' : 'unfocused',
    };
    const texts = fitted.map(({ text }) => text(item, now)).join('\t');
    const key = `${pane.width}|${marks.cursor}|${marks.isSelected}|${texts}`;
    return cachedRow(item, theme, key, () => formatRow(item, fitted, marks, theme, now));
  });
  return hasColumnTitles(pane.height)
    ? [formatTitles(withSortArrow(fitted, tables[table].sort), theme), ...rows]
    : rows;
}

/** Returns whether the table is sorted by a column whose title is not shown. */
export function isSortHidden<Item>(state: ScreenState, table: TableName, columns: readonly Column<Item>[]): boolean {
  const { sort } = state.tables[table];
  if (sort === undefined) return false;
  return !visibleColumns(state, table, columns).some(({ sortKey }) => sortKey === sort.by);
}

/** Returns the texts of the visible columns of an item, separated by tabs. Empty columns keep their place. */
export function rowText<Item>(
  state: ScreenState,
  table: TableName,
  columns: readonly Column<Item>[],
  item: Item,
): string {
  const shown = fitColumns(columns, paneInside(state, table).width);
  return shown.map(({ text }) => printable(text(item, state.now))).join('\t');
}

/** Returns the columns whose titles are shown. */
function visibleColumns<Item>(
  state: ScreenState,
  table: TableName,
  columns: readonly Column<Item>[],
): readonly Column<Item>[] {
  const { width, height } = paneInside(state, table);
  return hasColumnTitles(height) ? fitColumns(columns, width) : [];
}
