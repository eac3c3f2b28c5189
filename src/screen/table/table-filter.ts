import type { Screen } from '../state/screen.ts';
import type { ScreenState, TableName } from '../state/screen-state.ts';
import { setFilter } from '../state/tables.ts';

/** Returns the action of Esc in a filtered table, which clears the filter. */
export function filterBack({ tables }: ScreenState, table: TableName): ((screen: Screen) => void) | undefined {
  return tables[table].filter === '' ? undefined : (screen) => setFilter(screen, table, '');
}

/** Returns the status of a filtered list; undefined without a filter. */
export const filterText = (filter: string): string | undefined =>
  filter === '' ? undefined : `Filter: "${filter}". Esc clears it`;

/** Returns the status of a filtered table. */
export function filterStatus({ tables }: ScreenState, table: TableName): string | undefined {
  return filterText(tables[table].filter);
}
