import { textPattern } from '../../logs/text-pattern.ts';
import { typedText } from '../../logs/typed-text.ts';
import { foldKey } from '../../logs/view/folds.ts';
import type { LinePlace } from '../../logs/view/log-position.ts';
import { createSearchScan } from '../../logs/view/log-scan.ts';
import { findMatch } from '../../logs/view/matches.ts';
import { cutAfter, cutBefore, endOf } from '../../logs/view/merged-lines.ts';
import type { ShownLines } from '../../logs/view/shown-lines.ts';
import { changeLogs } from '../state/logs/change-logs.ts';
import { followedSources, shownLogs } from '../state/logs/followed-logs.ts';
import type { LogSearch, LogsState } from '../state/logs/logs-state.ts';
import { sliceMs } from '../state/logs/slice.ts';
import { say } from '../state/say.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { columnOfMatch } from './log-line-row.ts';
import { lineUnderCursor, pausedOn } from './log-page.ts';

/**
 * Looks through everything that is kept, and goes to the newest match that is not after the cursor.
 * @throws LogFilterError for a regular expression that is none
 */
export function searchLogs(screen: Screen, typed: string): void {
  if (typed === '') return;
  const pattern = textPattern(typedText(typed));
  const scan = createSearchScan(pattern);
  scan.work(followedSources(screen.store.getState()), performance.now() + sliceMs);
  changeLogs(screen, { search: { text: typed, pattern, scan, wanted: 'newest' } });
}

export function clearSearch(screen: Screen): void {
  changeLogs(screen, { search: undefined });
}

export function hasSearch({ logs }: ScreenState): true | string {
  return logs.search === undefined ? 'nothing is searched for: / begins a search' : true;
}

/** To the next match towards the newest line, or towards the oldest; round the end if there is none. */
export function nextMatch(screen: Screen, direction: 'newer' | 'older'): void {
  const state = screen.store.getState();
  const { search } = state.logs;
  if (search === undefined) return;
  const logs = shownLogs(unfolded(state));
  const from = lineUnderCursor(state);
  const end = endOf(logs);
  const cut = from === undefined ? end : direction === 'newer' ? cutAfter(logs, from) : cutBefore(logs, from);
  const match = findMatch(logs, search.scan, cut, direction === 'newer' ? 'after' : 'before');
  if (match !== undefined) {
    showMatch(screen, match);
    return;
  }
  const start = new Map(logs.map(({ source }) => [source.key, source.first]));
  const round =
    direction === 'newer' ? findMatch(logs, search.scan, start, 'after') : findMatch(logs, search.scan, end, 'before');
  if (round === undefined) return; // as the status of the search says
  showMatch(screen, round);
  say(screen, direction === 'newer' ? 'round to the oldest match' : 'round to the newest match');
}

/** Called while the search goes on: to the first match that is found, as soon as it is certain that it is the one. */
export function showFirstMatch(screen: Screen): void {
  const state = screen.store.getState();
  const { search } = state.logs;
  if (search?.wanted !== 'newest') return;
  const logs = shownLogs(unfolded(state));
  const from = lineUnderCursor(state);
  const older = findMatch(logs, search.scan, from === undefined ? endOf(logs) : cutAfter(logs, from), 'before');
  const reached = search.scan.reached(followedSources(state));
  const match =
    older ?? (reached === Number.NEGATIVE_INFINITY ? findMatch(logs, search.scan, endOf(logs), 'before') : undefined);
  if (match !== undefined) {
    if (timeOf(logs, match) >= reached) showMatch(screen, match);
  } else if (!isSearching(state, search)) {
    changeLogs(screen, { search: { ...search, wanted: 'none' } });
  }
}

export function isSearching(state: ScreenState, { scan }: LogSearch): boolean {
  return scan.reached(followedSources(state)) !== Number.NEGATIVE_INFINITY;
}

function showMatch(screen: Screen, place: LinePlace): void {
  const state = screen.store.getState();
  const { search, isWrapped, column } = state.logs;
  const folds = unfoldedAt(state, place);
  const next = { ...state, logs: { ...state.logs, folds } };
  screen.store.setState({ status: undefined });
  changeLogs(screen, {
    folds,
    paused: pausedOn(next, place),
    column: search === undefined || isWrapped ? column : columnOfMatch(next, place, search.pattern),
    search: search && { ...search, wanted: 'none' },
  });
}

/** A match in a frame that is folded away is shown by unfolding its event. */
function unfoldedAt(state: ScreenState, { key, sequence }: LinePlace): LogsState['folds'] {
  const { folds } = state.logs;
  const source = state.session?.logs.source(key);
  if (source === undefined || source.roleAt(sequence) !== 'frame') return folds;
  const event = foldKey({ key, sequence: source.headOf(sequence) });
  const except = new Set(folds.except);
  if (folds.areFolded) except.add(event);
  else except.delete(event);
  return { ...folds, except };
}

function unfolded(state: ScreenState): ScreenState {
  return { ...state, logs: { ...state.logs, folds: { areFolded: false, except: new Set() } } };
}

function timeOf(logs: readonly ShownLines[], { key, sequence }: LinePlace): number {
  return logs.find(({ source }) => source.key === key)?.source.timeAt(sequence) ?? 0;
}
