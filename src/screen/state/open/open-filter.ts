import { lineOf } from '../../draw/edit-line.ts';
import { openLayer } from '../layers.ts';
import type { Screen } from '../screen.ts';
import { type HistoryLine, typedLine } from './prompt-history.ts';

/** State of the overlay `filter`. */
export type TypedFilter = HistoryLine & {
  /** Id of the filtered view. */
  readonly viewId: string;
};

/** Opens the filter prompt of a view that has a `filter`. */
export function openFilter(screen: Screen, viewId: string): void {
  const text = screen.views.get(viewId).filter?.text(screen.store.getState()) ?? '';
  openLayer<TypedFilter>(screen, 'filter', { viewId, ...typedLine(lineOf(text)) });
}
