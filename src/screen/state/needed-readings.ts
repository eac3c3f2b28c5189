import type { Reading } from '../../session/readings/reading.ts';
import { baseView } from './layers.ts';
import { layoutOf } from './layout.ts';
import type { Views } from './screen.ts';
import { type Layer, paneNames, type ScreenState } from './screen-state.ts';

/** What is polled from Flink for what the screen shows now: each view says what it needs. */
export function neededReadings(views: Views, state: ScreenState): readonly Reading<unknown>[] {
  const needed = shownViews(views, state).flatMap(({ id, own }) => views.get(id).readings?.(state, own) ?? []);
  return [...new Map(needed.map((reading) => [reading.key, reading])).values()];
}

/** All that is in sight, in part at least. */
function shownViews(views: Views, state: ScreenState): readonly Layer[] {
  const base = baseView(state);
  const { panes } = layoutOf(state);
  const shownPanes = paneNames.filter((name) => panes[name] !== undefined).map((id) => ({ id, own: undefined }));
  return [...(views.get(base.id).kind === 'pane' ? shownPanes : [base]), ...state.layers];
}
