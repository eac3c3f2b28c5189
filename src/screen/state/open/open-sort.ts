import { openLayer } from '../layers.ts';
import type { Sortable } from '../list/sort-menu.ts';
import type { Screen } from '../screen.ts';

/** State of the overlay `sort`: the table to sort. */
export type SortMenu = { readonly sortable: Sortable };

/** Opens the menu of the columns to sort a table by. */
export function openSort(screen: Screen, sortable: Sortable): void {
  openLayer<SortMenu>(screen, 'sort', { sortable });
}
