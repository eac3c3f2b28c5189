import { frontView } from '../state/layers.ts';
import type { Screen } from '../state/screen.ts';
import type { Layer, ScreenState } from '../state/screen-state.ts';
import { boxOf } from './box-of.ts';
import { moveInView } from './move-in-view.ts';

/** The mark of the cursor, behind blanks and the lines of a drawing. Pods cannot write text before it. */
const cursorMark = /^[\s│├└┌┬┴─]*[▶▷]/;
/** Items of a list have at most this many rows, with the rows between them. */
const maxItemRows = 8;

/**
 * Moves the cursor to the item in this row inside the frame. Moves as the keys do, then looks where the cursor is drawn,
 * so that it works for items of several rows too. Without an item in the row, nothing changes.
 */
export function selectRow(screen: Screen, layer: Layer, row: number): boolean {
  const { store } = screen;
  const before = store.getState();
  const start = cursorRowOf(screen, layer, before);
  if (start === undefined) return false;
  if (start === row) return true;
  let current = moveAndLook(screen, layer, row - start);
  for (let step = 0; step < maxItemRows && current !== undefined && current !== row; step += 1) {
    const next = moveAndLook(screen, layer, Math.sign(row - current));
    if (next === current) break;
    // The item above the row covers it, because the next one begins below it.
    if (next !== undefined && current < row && next > row) return moveAndLook(screen, layer, -1) !== undefined;
    current = next;
  }
  if (current === row) return true;
  store.setState(before, true);
  return false;
}

/** Moves by lines and returns the new row of the cursor. */
function moveAndLook(screen: Screen, layer: Layer, count: number): number | undefined {
  moveInView(screen, current(screen, layer), { kind: 'lines', count });
  return cursorRowOf(screen, current(screen, layer), screen.store.getState());
}

/** Returns the view with its state after a movement. */
function current({ store, views }: Screen, layer: Layer): Layer {
  return views.get(layer.id).kind === 'pane' ? layer : frontView(store.getState());
}

function cursorRowOf({ views }: Screen, layer: Layer, state: ScreenState): number | undefined {
  const box = boxOf(views.get(layer.id), layer, state);
  if (box === undefined) return undefined;
  if (box.cursorRow !== undefined) return box.cursorRow;
  const row = box.text.split('\n').findIndex((text) => cursorMark.test(text.replace(/\x1b\[[\d;]*m/g, '')));
  return row === -1 ? undefined : row;
}
