import type { Screen } from '../state/screen.ts';
import type { ScreenState, TableName } from '../state/screen-state.ts';
import { setFilter } from '../state/tables.ts';

/** What Esc does for a table that is narrowed. */
export function filterBack({ tables }: ScreenState, table: TableName): ((screen: Screen) => void) | undefined {
  return tables[table].filter === '' ? undefined : (screen) => setFilter(screen, table, '');
}

/** What is said above the keys while a table is narrowed. */
export function filterStatus({ tables }: ScreenState, table: TableName): string | undefined {
  const { filter } = tables[table];
  return filter === '' ? undefined : `filtered by "${filter}": Esc shows all`;
}
