import type { Reading } from '../../session/readings/reading.ts';
import { baseView } from './layers.ts';
import { layoutOf } from './layout.ts';
import type { Views } from './screen.ts';
import { type Layer, paneNames, type ScreenState } from './screen-state.ts';

/** Returns the readings that the visible views need from Flink, and those that views keep while they are hidden. */
export function neededReadings(views: Views, state: ScreenState): readonly Reading<unknown>[] {
  const needed = shownViews(views, state).flatMap(
    ({ id, viewState }) => views.get(id).readings?.(state, viewState) ?? [],
  );
  const kept = views.all.flatMap(({ hiddenReadings }) => hiddenReadings?.(state) ?? []);
  return [...new Map([...kept, ...needed].map((reading) => [reading.key, reading])).values()];
}

/** Whether a visible view needs the watched objects. */
export function needsObjects(views: Views, state: ScreenState): boolean {
  return shownViews(views, state).some(({ id }) => views.get(id).needsObjects === true);
}

/** Returns all views that are at least partly visible. */
function shownViews(views: Views, state: ScreenState): readonly Layer[] {
  const base = baseView(state);
  const { panes, tabs } = layoutOf(state);
  // The tabs and the header show counts of hidden panes.
  const shownPanes = paneNames
    .filter((name) => tabs !== undefined || panes[name] !== undefined)
    .map((id) => ({ id, viewState: undefined }));
  return [...(views.get(base.id).kind === 'pane' ? shownPanes : [base]), ...state.layers];
}
