import { type Line, lineOf } from '../../draw/edit-line.ts';
import { openLayer } from '../layers.ts';
import type { Screen } from '../screen.ts';

/** The state of the overlay `filter`. */
export type TypedFilter = {
  /** The id of the view that is narrowed. */
  readonly of: string;
  readonly line: Line;
};

/** Lets the person narrow a view, which has a `filter`. */
export function openFilter(screen: Screen, of: string): void {
  const text = screen.views.get(of).filter?.text(screen.store.getState()) ?? '';
  openLayer<TypedFilter>(screen, 'filter', { of, line: lineOf(text) });
}
