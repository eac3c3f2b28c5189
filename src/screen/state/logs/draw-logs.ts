import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import { readLogs, readScans } from './drawn-logs.ts';
import { followedSources } from './followed-logs.ts';

/** The state with its logs, and what was found in them, as they are now. */
function withLogsAsOfNow(state: ScreenState): ScreenState {
  const { session, drawnLogs: before } = state;
  if (session === undefined) return state;
  const read = { ...state, drawnLogs: { ...before, ...readLogs(session.logs, before) } };
  return withCurrentScans(read);
}

/** What the filter and the search have found so far. */
export function currentScans(state: ScreenState): ReturnType<typeof readScans> {
  const { filterScan: filtering, search } = state.logs;
  return readScans({ filtering, searching: search?.scan }, followedSources(state), state.drawnLogs);
}

/** The state with what its filter and its search have found so far. */
export function withCurrentScans(state: ScreenState): ScreenState {
  return { ...state, drawnLogs: { ...state.drawnLogs, ...currentScans(state) } };
}

/** Brings what has come to the screen. */
export function drawLogs({ store }: Pick<Screen, 'store'>): void {
  store.setState((state) => ({ drawnLogs: withLogsAsOfNow(state).drawnLogs }));
}
