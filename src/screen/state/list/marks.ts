import { selectLogs } from '../logs/select-logs.ts';
import type { Screen } from '../screen.ts';
import type { TableName } from '../screen-state.ts';
import { cursorIndex, keysOf } from '../shown-items.ts';
import { moveCursor } from '../tables.ts';

/** Marks or unmarks the row under the cursor, and moves to the next row. */
export function toggleMark(screen: Screen, table: TableName): void {
  const state = screen.store.getState();
  const keys = keysOf(state, table);
  const key = keys[cursorIndex(keys, state.tables[table])];
  if (key === undefined) return;
  const { marked } = state.tables[table];
  setMarks(screen, table, marked.includes(key) ? marked.filter((other) => other !== key) : [...marked, key]);
  moveCursor(screen, table, { kind: 'lines', count: 1 });
}

/** Marks all rows in the table, or none if all are marked. */
export function toggleAllMarks(screen: Screen, table: TableName): void {
  const state = screen.store.getState();
  const keys = keysOf(state, table);
  const marked = new Set(state.tables[table].marked);
  setMarks(screen, table, keys.every((key) => marked.has(key)) ? [] : keys);
}

/** Marks these rows. The logs pane shows the logs of the marked pods. */
export function setMarks(screen: Screen, table: TableName, marked: readonly string[]): void {
  if (table === 'pods') selectLogs(screen, marked);
  else screen.store.setState(({ tables }) => ({ tables: { ...tables, [table]: { ...tables[table], marked } } }));
}
