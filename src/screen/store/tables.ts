import { type Motion, moveBy, windowTop } from './motion.ts';
import { paneInside, tableHeight } from './pane-sizes.ts';
import type { Screen } from './screen.ts';
import type { TableName } from './screen-state.ts';
import { cursorIndex, keysOf } from './table-rows.ts';

export function moveCursor({ store }: Screen, table: TableName, motion: Motion): void {
  store.setState((state) => {
    const keys = keysOf(state, table);
    const height = tableHeight(paneInside(state, table));
    const current = state.tables[table];
    const index = moveBy(cursorIndex(keys, current), motion, height, keys.length - 1);
    const top = windowTop(current.top, index, height, keys.length);
    const tables = { ...state.tables, [table]: { ...current, cursor: keys[index], index, top } };
    return table === 'pods' && state.logs.chosen.length === 0
      ? { tables, logs: { ...state.logs, position: undefined, column: 0 } } // another pod's log, from its end
      : { tables };
  });
}

/** The cursor stays on its row if that is still shown, else it goes to the first one. */
export function setFilter({ store }: Screen, table: TableName, filter: string): void {
  store.setState((state) => {
    const filtered = { ...state, tables: { ...state.tables, [table]: { ...state.tables[table], filter, index: 0 } } };
    const keys = keysOf(filtered, table);
    const index = cursorIndex(keys, filtered.tables[table]);
    const next = { ...filtered.tables[table], cursor: keys[index] ?? state.tables[table].cursor, index, top: 0 };
    return { tables: { ...state.tables, [table]: next } };
  });
}
