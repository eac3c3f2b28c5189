import type { Mouse } from '../draw/mouse.ts';
import type { Rectangle } from '../draw/rectangle.ts';
import { isTooSmall } from '../draw/too-small-rows.ts';
import type { KeyHandling } from '../input/dispatch.ts';
import { footerHints, type PlacedHint } from '../input/hints.ts';
import { toastBox } from '../state/acts/toast-box.ts';
import { baseView, frontView } from '../state/layers.ts';
import { layoutOf } from '../state/layout.ts';
import type { Screen } from '../state/screen.ts';
import { type Layer, type PaneName, paneNames } from '../state/screen-state.ts';
import { clickInView } from './click-in-view.ts';
import { clickPaneTab } from './pane-tabs.ts';
import { contains, type Point } from './point.ts';
import { pressKey } from './press-key.ts';
import { scrollView } from './scroll-view.ts';

/** Two clicks in the same place within this time are a double click. */
const doubleClickMs = 400;

export type MouseHandler = (mouse: Mouse) => KeyHandling;

/**
 * Handles the mouse: a click focuses and selects, a double click does what Enter does, a click on a hint of the footer
 * does what its key does, and the wheel scrolls. Other buttons do nothing.
 */
export function createMouseHandler(current: () => Screen): MouseHandler {
  let last: (Point & { readonly at: number }) | undefined;
  return (mouse) => {
    const screen = current();
    const state = screen.store.getState();
    const hasModifier = mouse.isShift || mouse.isAlt || mouse.isCtrl;
    if (screen.signal.aborted || !state.isMouseOn || hasModifier || isTooSmall(state.size)) return 'handled';
    if (mouse.button === 'wheel-up') return scroll(screen, mouse, -1);
    if (mouse.button === 'wheel-down') return scroll(screen, mouse, 1);
    if (mouse.button !== 'left') return 'handled';
    const at = screen.now();
    const isSamePlace = last?.column === mouse.column && last.row === mouse.row;
    const isDouble = isSamePlace && last !== undefined && at - last.at <= doubleClickMs;
    last = isDouble ? undefined : { column: mouse.column, row: mouse.row, at };
    return click(screen, mouse, isDouble);
  };
}

function click(screen: Screen, at: Point, isDouble: boolean): KeyHandling {
  const { views, store } = screen;
  const state = store.getState();
  const { footer, tabs } = layoutOf(state);
  // The first click may have opened a dialog, whose hints are in the same place.
  if (contains(footer, at)) return isDouble ? 'handled' : clickFooter(screen, footer, at);
  if (contains(toastBox(views, state)?.rectangle, at)) return 'handled';
  const shown = viewAt(screen, at);
  if (shown !== undefined) return clickInView(screen, shown, at, isDouble);
  if (contains(tabs, at)) clickPaneTab(screen, at.column);
  return 'handled';
}

function clickFooter(screen: Screen, footer: Rectangle, { column }: Point): KeyHandling {
  const hints = footerHints(screen.views, screen.store.getState(), footer.width)?.hints ?? [];
  const hint = hints.findLast(({ left }) => left <= column);
  const key = hint && keyAt(hint, column);
  return key === undefined ? 'handled' : pressKey(screen, key);
}

/** Returns the key of the hint. The right half of two keys is the second one. */
function keyAt({ left, key, text, presses: [first, second] }: PlacedHint, column: number): string | undefined {
  if (column >= left + key.length + 1 + text.length) return undefined;
  const isInRightHalf = column < left + key.length && column - left >= key.length / 2;
  return second !== undefined && isInRightHalf ? second : first;
}

function scroll(screen: Screen, at: Point, direction: 1 | -1): KeyHandling {
  const shown = viewAt(screen, at);
  return shown === undefined ? 'handled' : scrollView(screen, shown, direction);
}

/** Returns the view under the pointer: the top overlay, which covers all others, the page or a pane. */
function viewAt({ store, views }: Screen, at: Point): Layer | undefined {
  const state = store.getState();
  const front = frontView(state);
  if (views.get(front.id).kind === 'overlay') return front;
  const { panes, body } = layoutOf(state);
  const isPane = (id: string): id is PaneName => (paneNames as readonly string[]).includes(id);
  const base = baseView(state);
  if (!isPane(base.id)) return contains(body, at) ? base : undefined;
  const id = paneNames.find((name) => contains(panes[name], at));
  return id === undefined ? undefined : { id, viewState: undefined };
}
