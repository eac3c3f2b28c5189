import { cursorPosition } from '../draw/frame/scroll-position.ts';
import type { ScreenState, TableName } from '../state/screen-state.ts';
import { cursorIndex, keysOf } from '../state/shown-items.ts';

/** Formats the row of the cursor and the number of rows: `3/6`. */
export function tablePosition(state: ScreenState, table: TableName): string | undefined {
  const keys = keysOf(state, table);
  return cursorPosition(cursorIndex(keys, state.tables[table]), keys.length);
}
