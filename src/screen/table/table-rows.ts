import { printable } from '../../text/printable.ts';
import { windowTop } from '../draw/movement.ts';
import { hasColumnTitles, paneInside, tableHeight } from '../state/layout.ts';
import { sortables } from '../state/list/sort-menu.ts';
import type { ClickTarget } from '../state/screen.ts';
import type { ScreenState, TableName } from '../state/screen-state.ts';
import { cursorIndex, keysOf } from '../state/shown-items.ts';
import { fitColumns } from './fit-columns.ts';
import { fitNames, widestName } from './fit-names.ts';
import { createRowCache } from './row-cache.ts';
import { withSortArrow } from './sort-arrow.ts';
import { sortTargets } from './sort-targets.ts';
import { type Column, type FittedColumn, formatRow, formatTitles, type RowMarks } from './table-format.ts';

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
  const height = tableHeight(state, table);
  const keys = keysOf(state, table);
  const cursor = cursorIndex(keys, tables[table]);
  const top = windowTop(tables[table].top, cursor, height, items.length);
  const fitted = fittedColumns(state, table, columns, items);
  const widths = fitted.map(({ columns: width }) => width).join();
  const rows = items.slice(top, top + height).map((item, row) => {
    const marks: RowMarks = {
      ...marksOf(item),
      cursor: top + row !== cursor ? 'none' : focus === table ? 'focused' : 'unfocused',
    };
    const texts = fitted.map(({ text, columns: width }) => text(item, now, width)).join('\t');
    const tokens = fitted.map(({ token }) => token?.(item, now)).join();
    const key = `${widths}|${marks.cursor}|${marks.isMarked}|${tokens}|${texts}`;
    return cachedRow(item, theme, key, () => formatRow(item, fitted, marks, theme, now));
  });
  return hasColumnTitles(state, table)
    ? [formatTitles(withSortArrow(fitted, tables[table].sort), theme), ...rows]
    : rows;
}

/** Returns the titles of the columns as targets of clicks. */
export function tableTargets<Item extends object>(
  state: ScreenState,
  table: TableName,
  items: readonly Item[],
  columns: readonly Column<Item>[],
): readonly ClickTarget[] {
  if (!hasColumnTitles(state, table)) return [];
  return sortTargets(sortables[table], fittedColumns(state, table, columns, items), 0);
}

function fittedColumns<Item extends object>(
  state: ScreenState,
  table: TableName,
  columns: readonly Column<Item>[],
  items: readonly Item[],
): readonly FittedColumn<Item>[] {
  const { width } = paneInside(state, table);
  return fitNames(fitColumns(columns, width, widestName(columns, items, state.now)), items, state.now);
}

/** Returns whether the table is sorted by a column whose title is not shown. */
export function isSortHidden<Item extends object>(
  state: ScreenState,
  table: TableName,
  columns: readonly Column<Item>[],
): boolean {
  const { sort } = state.tables[table];
  if (sort === undefined) return false;
  const shown = hasColumnTitles(state, table) ? fitColumns(columns, paneInside(state, table).width) : [];
  return !shown.some(({ sortKey }) => sortKey === sort.by);
}

/** Returns the texts of the visible columns of an item, separated by tabs. Empty columns keep their place. */
export function rowText<Item>(
  state: ScreenState,
  table: TableName,
  columns: readonly Column<Item>[],
  item: Item,
): string {
  const shown = fitColumns(columns, paneInside(state, table).width);
  return shown.map(({ text, columns: width }) => printable(text(item, state.now, width))).join('\t');
}

/** Returns the row of the terminal with the cursor of a table; undefined for a hidden table. */
export function tableCursorRow(state: ScreenState, table: TableName): number | undefined {
  const pane = paneInside(state, table);
  if (pane.height === 0) return undefined;
  const height = tableHeight(state, table);
  const keys = keysOf(state, table);
  const cursor = cursorIndex(keys, state.tables[table]);
  const top = windowTop(state.tables[table].top, cursor, height, keys.length);
  return pane.top + pane.height - height + cursor - top;
}
