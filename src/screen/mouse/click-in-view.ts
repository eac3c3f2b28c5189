import { inside } from '../draw/rectangle.ts';
import type { KeyHandling } from '../input/dispatch.ts';
import type { Screen, View } from '../state/screen.ts';
import { type Layer, paneNames, type ScreenState } from '../state/screen-state.ts';
import { boxOf } from './box-of.ts';
import { contains, type Point } from './point.ts';
import { pressKey } from './press-key.ts';
import { selectRow } from './select-row.ts';

/** Ink chooses an item by its number among the visible ones. */
const maxInkItems = 9;

/** Focuses a pane and selects the row under the pointer. A double click on a row opens it. */
export function clickInView(screen: Screen, layer: Layer, at: Point, isDouble: boolean): KeyHandling {
  const { store, views } = screen;
  const view = views.get(layer.id);
  const state = store.getState();
  if (view.inkList !== undefined) return isDouble ? 'handled' : clickInkList(view, layer, state, at);
  const box = boxOf(view, layer, state);
  if (box === undefined || !contains(inside(box.rectangle), at)) {
    if (box !== undefined && contains(box.rectangle, at)) focus(screen, view);
    return 'handled';
  }
  const row = at.row - box.rectangle.top - 1;
  const column = at.column - box.rectangle.left - 1;
  const target = box.targets?.().find((one) => one.row === row && column >= one.from && column < one.to);
  // The first click on the logs only focuses them, so that they still follow.
  const isOnlyFocus = view.id === 'logs' && state.focus !== 'logs';
  const isSelected = target === undefined && !isOnlyFocus && selectRow(screen, layer, row);
  focus(screen, view);
  target?.click(screen);
  return isDouble && isSelected ? pressKey(screen, 'enter') : 'handled';
}

function focus({ store }: Screen, { id, kind }: View): void {
  const pane = paneNames.find((name) => name === id);
  if (kind === 'pane' && pane !== undefined && store.getState().focus !== pane) store.setState({ focus: pane });
}

function clickInkList(view: View, { viewState }: Layer, state: ScreenState, at: Point): KeyHandling {
  const list = view.inkList?.(state, viewState);
  if (list === undefined || !contains(list.rectangle, at)) return 'handled';
  const index = list.rows.indexOf(at.row);
  return index >= 0 && index < maxInkItems ? { ink: String(index + 1) } : 'handled';
}
