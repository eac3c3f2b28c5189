import { widthOf } from '../draw/fit.ts';
import { sortArrows } from '../state/list/sort-items.ts';
import type { TableSort } from '../state/screen-state.ts';
import { type FittedColumn, shownTitle } from './table-format.ts';

/** Adds the arrow of the sort to the title of its column. A title without room for it loses its last letter. */
export function withSortArrow<Item>(
  columns: readonly FittedColumn<Item>[],
  sort: TableSort | undefined,
): readonly FittedColumn<Item>[] {
  if (sort === undefined) return columns;
  const arrow = sortArrows[sort.direction];
  return columns.map((column) => {
    if (column.sortKey !== sort.by) return column;
    const { columns: width } = column;
    const title = shownTitle(column);
    const room = width - widthOf(arrow);
    return { ...column, title: widthOf(title) <= room ? `${title}${arrow}` : `${title.slice(0, room)}${arrow}` };
  });
}
