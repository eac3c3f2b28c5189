import { followedSources } from '../../state/logs/followed-logs.ts';
import { sliceMs } from '../../state/logs/slice.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { showFirstMatch } from './search-logs.ts';

/** Looks through the logs as long as a filter or a search has something to look at. `found` is called after each slice. */
export function scanLogs(screen: Screen, found: () => void): () => void {
  let timer: NodeJS.Immediate | undefined;
  const work = () => {
    timer = undefined;
    const state = screen.store.getState();
    const sources = followedSources(state);
    const until = performance.now() + sliceMs;
    let hasMore = false;
    for (const scan of scansOf(state)) hasMore = scan.work(sources, until) || hasMore;
    showFirstMatch(screen);
    found();
    if (hasMore) timer = setImmediate(work);
  };
  const request = () => {
    const state = screen.store.getState();
    const sources = followedSources(state);
    const isNeeded = scansOf(state).some((scan) => scan.scannedSince(sources) !== Number.NEGATIVE_INFINITY);
    if ((isNeeded || state.logs.search?.jumpTo === 'newest') && timer === undefined) timer = setImmediate(work);
  };
  const unsubscribe = screen.store.subscribe(request);
  request();
  return () => {
    unsubscribe();
    clearImmediate(timer);
  };
}

function scansOf({ logs: { filterScan: filtering, search } }: ScreenState) {
  return [filtering, search?.scan].filter((scan) => scan !== undefined);
}
