import { chooseSort, type Sortable } from '../state/list/sort-menu.ts';
import type { ClickTarget } from '../state/screen.ts';
import { type FittedColumn, titlePlaces } from './table-format.ts';

/** Returns the titles of the columns as targets: a click sorts by the column, or reverses the order. */
export function sortTargets<Item>(
  sortable: Sortable,
  columns: readonly FittedColumn<Item>[],
  row: number,
): readonly ClickTarget[] {
  return titlePlaces(columns).map(({ sortKey, from, to }) => ({
    row,
    from,
    to,
    click: (screen) => sortable.sort(screen, chooseSort(sortable, screen.store.getState(), sortKey)),
  }));
}
