import { type Line, lineOf } from '../../draw/edit-line.ts';
import { openLayer } from '../../state/layers.ts';
import type { Screen } from '../../state/screen.ts';

/** State of the overlay `metric-search`. */
export type MetricSearch = {
  readonly line: Line;
  /** Index in the list of found metrics. */
  readonly cursor: number;
  readonly top: number;
  /** Why Enter did nothing. It replaces the key hints until the next key. */
  readonly note?: string;
};

export const searchId = 'metric-search';

/** Opens the search line. The tab below shows the found metrics. */
export function openSearch(screen: Screen, text = ''): void {
  openLayer<MetricSearch>(screen, searchId, { line: lineOf(text), cursor: 0, top: 0 });
}
