import type { SessionSnapshot } from '../../session/snapshot.ts';
import { type Movement, moveBy, windowTop } from '../draw/movement.ts';
import { tableHeight } from './layout.ts';
import { dropMarks } from './list/drop-marks.ts';
import type { Screen } from './screen.ts';
import type { ScreenState, TableName, TableSort } from './screen-state.ts';
import { cursorIndex, keysOf, shownPods } from './shown-items.ts';

export function moveCursor({ store }: Screen, table: TableName, movement: Movement): void {
  store.setState((state) => {
    const keys = keysOf(state, table);
    const height = tableHeight(state, table);
    const current = state.tables[table];
    const index = moveBy(cursorIndex(keys, current), movement, height, keys.length - 1);
    const top = windowTop(current.top, index, height, keys.length);
    return { tables: { ...state.tables, [table]: { ...current, cursor: keys[index], index, isMoved: true, top } } };
  });
}

/** Moves the cursor of a table to a row. A filter that hides the row is cleared. Does nothing for an unknown row. */
export function selectRow(screen: Screen, table: TableName, key: string): void {
  if (!keysOf(screen.store.getState(), table).includes(key)) setFilter(screen, table, '');
  screen.store.setState((state) => {
    const keys = keysOf(state, table);
    const index = keys.indexOf(key);
    if (index === -1) return {};
    const current = state.tables[table];
    const top = windowTop(current.top, index, tableHeight(state, table), keys.length);
    return { tables: { ...state.tables, [table]: { ...current, cursor: key, index, isMoved: true, top } } };
  });
}

/** Sets the filter of a table. The cursor stays on its row if the row still matches, else it moves to the first row. */
export function setFilter({ store }: Screen, table: TableName, filter: string): void {
  store.setState((state) => {
    const filtered = { ...state, tables: { ...state.tables, [table]: { ...state.tables[table], filter, index: 0 } } };
    const keys = keysOf(filtered, table);
    const index = cursorIndex(keys, filtered.tables[table]);
    const next = {
      ...filtered.tables[table],
      cursor: keys[index] ?? state.tables[table].cursor,
      index,
      isMoved: true,
      top: 0,
    };
    return { tables: { ...state.tables, [table]: next } };
  });
}

/** Sorts a table. The cursor stays on its row. */
export function sortTable({ store }: Screen, table: TableName, sort: TableSort | undefined): void {
  store.setState((state) => {
    const sorted = { ...state, tables: { ...state.tables, [table]: { ...state.tables[table], sort } } };
    return { tables: pinCursors(sorted) };
  });
}

/**
 * Returns the tables for new data: without the marks of rows that are gone, and with each cursor bound to its row, so
 * that no pressed key acts on another row at the same position.
 */
export function tablesFor(state: ScreenState, snapshot: SessionSnapshot): ScreenState['tables'] {
  return pinCursors({ ...state, snapshot, tables: dropMarks(state.tables, snapshot) });
}

function pinCursors(state: ScreenState): ScreenState['tables'] {
  const pinCursor = (table: TableName) => {
    const current = state.tables[table];
    // The pods cursor starts on the leading JobManager, whose log users read first. Until that pod is known, the cursor
    // stays unbound.
    const awaitsLeader = table === 'pods' && current.cursor === undefined && state.snapshot?.leader === undefined;
    if (awaitsLeader) return current;
    const keys = keysOf(state, table);
    const first = table === 'pods' && current.cursor === undefined ? leaderIndex(state) : -1;
    const isFree = table === 'jobs' && !current.isMoved && state.focus !== 'jobs';
    const index = isFree ? 0 : first === -1 ? cursorIndex(keys, current) : first;
    const cursor = keys[index] ?? current.cursor;
    return cursor === current.cursor && index === current.index ? current : { ...current, cursor, index };
  };
  return { pods: pinCursor('pods'), jobs: pinCursor('jobs') };
}

function leaderIndex(state: ScreenState): number {
  return shownPods(state).findIndex(({ name, goneAt }) => goneAt === undefined && name === state.snapshot?.leader);
}
