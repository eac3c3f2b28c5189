import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import { readDrawnLogs, readScans } from './drawn-logs.ts';
import { followedSources } from './followed-logs.ts';
import { readHiddenMatches } from './hidden-matches.ts';

/** Returns the state with the current logs and scan results. */
function withCurrentLogs(state: ScreenState): ScreenState {
  const { session, drawnLogs: previous } = state;
  if (session === undefined) return state;
  const withLogs = { ...state, drawnLogs: { ...previous, ...readDrawnLogs(session.logs, previous) } };
  return withCurrentScans(withLogs);
}

/** Returns the current results of the filter and the search. */
export function currentScans(state: ScreenState): ReturnType<typeof readScans> {
  const { filterScan, search } = state.logs;
  return readScans({ filterScan, searchScan: search?.scan }, followedSources(state), state.drawnLogs);
}

/** Returns the state with the current results of its filter and search. */
export function withCurrentScans(state: ScreenState): ScreenState {
  return { ...state, drawnLogs: { ...state.drawnLogs, ...currentScans(state), hidden: readHiddenMatches(state) } };
}

/** Makes the current lines and scan results visible. */
export function drawLogs({ store }: Pick<Screen, 'store'>): void {
  store.setState((state) => ({ drawnLogs: withCurrentLogs(state).drawnLogs }));
}
