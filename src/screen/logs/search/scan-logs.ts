import { scanSliceMs } from '../../../logs/view/log-scan.ts';
import { followedSources } from '../../state/logs/followed-logs.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { showFirstMatch } from './search-logs.ts';

/** Scans the logs for the filter and the search. `onProgress` is called after each step. */
export function scanLogs(screen: Screen, onProgress: () => void): () => void {
  let timer: NodeJS.Immediate | undefined;
  const step = () => {
    timer = undefined;
    const state = screen.store.getState();
    const sources = followedSources(state);
    const until = performance.now() + scanSliceMs;
    let hasMore = false;
    for (const scan of scansOf(state)) hasMore = scan.advance(sources, until) || hasMore;
    showFirstMatch(screen);
    onProgress();
    if (hasMore) timer = setImmediate(step);
  };
  const request = () => {
    const state = screen.store.getState();
    const sources = followedSources(state);
    const isNeeded = scansOf(state).some((scan) => scan.scannedSince(sources) !== Number.NEGATIVE_INFINITY);
    if ((isNeeded || state.logs.search?.jumpTo === 'newest') && timer === undefined) timer = setImmediate(step);
  };
  const unsubscribe = screen.store.subscribe(request);
  request();
  return () => {
    unsubscribe();
    clearImmediate(timer);
  };
}

function scansOf({ logs: { filterScan, search } }: ScreenState) {
  return [filterScan, search?.scan].filter((scan) => scan !== undefined);
}
