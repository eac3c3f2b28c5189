import { type Line, lineOf } from '../../draw/edit-line.ts';
import { openLayer } from '../layers.ts';
import type { Screen } from '../screen.ts';

/** State of the overlay `filter`. */
export type TypedFilter = {
  /** Id of the filtered view. */
  readonly viewId: string;
  readonly line: Line;
};

/** Opens the filter prompt of a view that has a `filter`. */
export function openFilter(screen: Screen, viewId: string): void {
  const text = screen.views.get(viewId).filter?.text(screen.store.getState()) ?? '';
  openLayer<TypedFilter>(screen, 'filter', { viewId, line: lineOf(text) });
}
