import { countMatches } from '../../../logs/view/matches.ts';
import { endPosition, positionAfter } from '../../../logs/view/merged-lines.ts';
import { shownLogs } from '../../state/logs/followed-logs.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { lineUnderCursor } from '../log-page.ts';
import { isDone } from './go-to-matches.ts';
import { drawnSearch } from './search-logs.ts';

/** Describes the current match and the number of matches. The number grows during the search. */
export function searchStatus(state: ScreenState): string | undefined {
  const { search, filterScan } = state.logs;
  const results = drawnSearch(state);
  if (search === undefined || results === undefined) return undefined;
  const logs = shownLogs(state);
  const cursor = lineUnderCursor(state);
  const { before, all } = countMatches(
    logs,
    results,
    cursor === undefined ? endPosition(logs) : positionAfter(logs, cursor),
  );
  const more = isDone(results) ? '' : '…';
  const found =
    all > 0 ? `${before} of ${all} (n, N)` : `no match${filterScan === undefined ? '' : ' in the filtered lines'}`;
  return `/${search.text}: ${found}${more}`;
}
