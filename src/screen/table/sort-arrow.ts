import { widthOf } from '../draw/fit.ts';
import { sortArrows } from '../state/list/sort-items.ts';
import { describeSort, type Sortable } from '../state/list/sort-menu.ts';
import type { ScreenState, TableSort } from '../state/screen-state.ts';
import type { FittedColumn } from './table-format.ts';

/** Adds the arrow of the sort to the title of its column: `AGE ↑`. Without room for both, the title is shortened. */
export function withSortArrow<Item>(
  columns: readonly FittedColumn<Item>[],
  sort: TableSort | undefined,
): readonly FittedColumn<Item>[] {
  if (sort === undefined) return columns;
  const arrow = sortArrows[sort.direction];
  return columns.map((column) => {
    if (column.sortKey !== sort.by) return column;
    const { title, shortTitle = title, columns: width } = column;
    const fits = [`${title} ${arrow}`, `${title}${arrow}`, `${shortTitle} ${arrow}`, `${shortTitle}${arrow}`];
    const fitting = fits.find((text) => widthOf(text) <= width);
    return { ...column, title: fitting ?? `${shortTitle.slice(0, width - 1)}${arrow}` };
  });
}

/** Describes a sort whose column is not shown: `sorted by AGE ↑`. */
export function hiddenSort<Item>(
  sortable: Sortable,
  state: ScreenState,
  columns: readonly FittedColumn<Item>[],
): string | undefined {
  const sort = sortable.sortIn(state);
  if (sort === undefined || columns.some(({ sortKey }) => sortKey === sort.by)) return undefined;
  return `sorted by ${describeSort(sortable, state)}`;
}
