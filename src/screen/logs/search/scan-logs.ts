import { scanSliceMs } from '../../../logs/view/log-scan.ts';
import { followedSources } from '../../state/logs/followed-logs.ts';
import { countHiddenLines, hasHiddenLinesToCount } from '../../state/logs/hidden-matches.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { goToMatches, hasPendingMoves } from './go-to-matches.ts';
import { scansOf } from './search-logs.ts';

/**
 * Scans the logs for the filter and the search, then counts the lines that an empty pane hides. `onProgress` is called
 * after each step.
 */
export function scanLogs(screen: Screen, onProgress: () => void): () => void {
  let timer: NodeJS.Immediate | undefined;
  const step = () => {
    timer = undefined;
    const state = screen.store.getState();
    const sources = followedSources(state);
    const until = performance.now() + scanSliceMs;
    let hasMore = false;
    for (const scan of scansOf(state)) hasMore = scan.advance(sources, until) || hasMore;
    if (!hasMore) countHiddenLines(state, until);
    goToMatches(screen);
    onProgress();
    if (hasMore || hasHiddenLinesToCount(state)) timer = setImmediate(step);
  };
  const request = () => {
    const state = screen.store.getState();
    const sources = followedSources(state);
    const isNeeded =
      scansOf(state).some((scan) => scan.scannedSince(sources) !== Number.NEGATIVE_INFINITY) ||
      hasUndrawnResults(state) ||
      hasHiddenLinesToCount(state);
    if ((isNeeded || hasPendingMoves(state)) && timer === undefined) timer = setImmediate(step);
  };
  const unsubscribe = screen.store.subscribe(request);
  request();
  return () => {
    unsubscribe();
    clearImmediate(timer);
  };
}

/** Whether a shown log was already scanned while other logs were shown. */
function hasUndrawnResults(state: ScreenState): boolean {
  const { filtered } = state.drawnLogs;
  return (
    filtered !== undefined &&
    filtered.scan === state.logs.filterScan &&
    followedSources(state).some(({ key }) => !filtered.found.has(key))
  );
}
