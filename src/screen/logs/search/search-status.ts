import { countMatches } from '../../../logs/view/matches.ts';
import { positionAfter, endPosition } from '../../../logs/view/merged-lines.ts';
import { shownLogs } from '../../state/logs/followed-logs.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { lineUnderCursor } from '../log-page.ts';
import { drawnSearch, isDone } from './search-logs.ts';

/** Which match the cursor is on, and of how many; they are counted while the search goes on. */
export function searchStatus(state: ScreenState): string | undefined {
  const { search, filterScan: filtering } = state.logs;
  const reach = drawnSearch(state);
  if (search === undefined || reach === undefined) return undefined;
  const logs = shownLogs(state);
  const cursor = lineUnderCursor(state);
  const { before, all } = countMatches(logs, reach, cursor === undefined ? endPosition(logs) : positionAfter(logs, cursor));
  const more = isDone(reach) ? '' : '…';
  const found =
    all > 0 ? `${before} of ${all} (n, N)` : `no match${filtering === undefined ? '' : ' in what the filters leave'}`;
  return `/${search.text}: ${found}${more}`;
}
