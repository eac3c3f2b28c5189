import type { ScreenState, TableName } from '../state/screen-state.ts';
import { cursorIndex, keysOf } from '../state/shown-items.ts';

/** Formats the row of the cursor and the number of rows: `3/6`. */
export function tablePosition(state: ScreenState, table: TableName): string | undefined {
  const keys = keysOf(state, table);
  return keys.length === 0 ? undefined : `${cursorIndex(keys, state.tables[table]) + 1}/${keys.length}`;
}
