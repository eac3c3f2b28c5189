import { layoutOf } from '../layout.ts';
import { showMessage } from '../run/show-message.ts';
import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import type { PaneSizes } from './pane-sizes.ts';

const stepRows = 2;

/** Makes the focused pane two rows higher or lower. */
export function growPane(screen: Screen, direction: 1 | -1): void {
  const state = screen.store.getState();
  const { mode } = layoutOf(state);
  const { focus, paneSizes } = state;
  const added = paneSizes[mode]?.[focus] ?? 0;
  const withRows = (rows: number): PaneSizes => ({ ...paneSizes, [mode]: { ...paneSizes[mode], [focus]: rows } });
  const next = { ...state, paneSizes: withRows(added + direction * stepRows) };
  const change = heightOfFocused(next) - heightOfFocused(state);
  // Keeps only the rows that the layout could add, so that the opposite key takes effect at once.
  if (change !== 0) screen.store.setState({ paneSizes: withRows(added + change) });
  else showMessage(screen, `the pane cannot be ${direction > 0 ? 'larger' : 'smaller'}`, 'warning');
}

/** Restores the automatic sizes of this layout. */
export function resetPaneSizes({ store }: Screen): void {
  store.setState((state) => {
    const { [layoutOf(state).mode]: _, ...others } = state.paneSizes;
    return { paneSizes: others };
  });
}

/** Returns true, or the reason why panes have no sizes to change. */
export function canResize(state: ScreenState): true | string {
  const { panes } = layoutOf(state);
  return Object.keys(panes).length > 1 || 'only one pane is visible';
}

function heightOfFocused(state: ScreenState): number {
  return layoutOf(state).panes[state.focus]?.height ?? 0;
}
