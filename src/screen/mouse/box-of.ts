import type { Box, View } from '../state/screen.ts';
import type { Layer, ScreenState } from '../state/screen-state.ts';

/** Returns the drawn box of a view; undefined for a hidden pane, and for a view that a component draws. */
export function boxOf({ draw }: View, { viewState }: Layer, state: ScreenState): Box | undefined {
  return draw?.component === undefined ? draw?.box(state, viewState) : undefined;
}
