import { compileTextPattern, parseTypedText } from '../../../logs/text-pattern.ts';
import { createSearchScan, scanSliceMs } from '../../../logs/view/log-scan.ts';
import { emptySnapshot, type ScanSnapshot } from '../../../logs/view/scan-snapshot.ts';
import { changeLogs } from '../../state/logs/change-logs.ts';
import { withCurrentScans } from '../../state/logs/draw-logs.ts';
import { followedSources } from '../../state/logs/followed-logs.ts';
import type { SearchMove } from '../../state/logs/logs-state.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { goToMatches, hasPendingMoves } from './go-to-matches.ts';

/** A key scans at least this often before the rest of the scan runs in the background: enough for about 1000 lines. */
const scansPerKey = 10;

/**
 * Searches all kept lines and goes to the newest match at or before the cursor.
 * @throws LogFilterError for an invalid regular expression
 */
export function searchLogs(screen: Screen, text: string): void {
  if (text === '') return;
  const pattern = compileTextPattern(parseTypedText(text));
  const search = { text, pattern, scan: createSearchScan(pattern), pendingMoves: ['first'] } as const;
  screen.store.setState((state) => {
    const { logs, drawnLogs } = withCurrentScans({ ...state, logs: { ...state.logs, search } });
    return { logs, drawnLogs };
  });
  scanForMoves(screen);
}

export function clearSearch(screen: Screen): void {
  changeLogs(screen, { search: undefined });
}

export function hasSearch({ logs }: ScreenState): true | string {
  return logs.search === undefined ? 'no active search: / starts one' : true;
}

/** Goes to the next newer or older match, and wraps around at the end. During a scan, the move waits for its result. */
export function nextMatch(screen: Screen, direction: Exclude<SearchMove, 'first'>): void {
  const { search } = screen.store.getState().logs;
  if (search === undefined) return;
  changeLogs(screen, { search: { ...search, pendingMoves: [...search.pendingMoves, direction] } });
  scanForMoves(screen);
}

/** Scans for the match that the user wants to see, but only briefly. */
function scanForMoves(screen: Screen): void {
  const until = performance.now() + scanSliceMs;
  for (let scans = 0; scans < scansPerKey || performance.now() < until; scans += 1) {
    goToMatches(screen);
    const state = screen.store.getState();
    if (!hasPendingMoves(state)) return;
    for (const scan of scansOf(state)) scan.advance(followedSources(state), 0);
  }
}

/** Returns the scans that decide which matches are shown. */
export function scansOf({ logs: { filterScan, search } }: ScreenState) {
  return [filterScan, search?.scan].filter((scan) => scan !== undefined);
}

/** Returns the drawn results of the search; undefined without a search. */
export function drawnSearch({ logs: { search }, drawnLogs: { searched } }: ScreenState): ScanSnapshot | undefined {
  return search && (searched?.scan === search.scan ? searched : emptySnapshot(search.scan));
}
