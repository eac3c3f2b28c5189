import { compileTextPattern, parseTypedText } from '../../../logs/text-pattern.ts';
import { foldKey, noFolds } from '../../../logs/view/folds.ts';
import type { LineId } from '../../../logs/view/log-position.ts';
import { createSearchScan, scanSliceMs } from '../../../logs/view/log-scan.ts';
import { findMatch } from '../../../logs/view/matches.ts';
import { endPosition, positionAfter, positionBefore } from '../../../logs/view/merged-lines.ts';
import { emptySnapshot, type ScanSnapshot } from '../../../logs/view/scan-snapshot.ts';
import type { ShownLines } from '../../../logs/view/shown-lines.ts';
import { changeLogs } from '../../state/logs/change-logs.ts';
import { currentScans, withCurrentScans } from '../../state/logs/draw-logs.ts';
import { drawnFilter, followedLogs, followedSources, shownLinesOf } from '../../state/logs/followed-logs.ts';
import type { LogsState } from '../../state/logs/logs-state.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { columnOfMatch } from '../lines/log-line-row.ts';
import { lineUnderCursor, pausedOn } from '../log-page.ts';

/**
 * Searches all kept lines and goes to the newest match at or before the cursor.
 * @throws LogFilterError for an invalid regular expression
 */
export function searchLogs({ store }: Screen, text: string): void {
  if (text === '') return;
  const pattern = compileTextPattern(parseTypedText(text));
  const scan = createSearchScan(pattern);
  scan.advance(followedSources(store.getState()), performance.now() + scanSliceMs);
  store.setState((state) => {
    const search = { text, pattern, scan, jumpTo: 'newest' } as const;
    const { logs, drawnLogs } = withCurrentScans({ ...state, logs: { ...state.logs, search } });
    return { logs, drawnLogs };
  });
}

export function clearSearch(screen: Screen): void {
  changeLogs(screen, { search: undefined });
}

export function hasSearch({ logs }: ScreenState): true | string {
  return logs.search === undefined ? 'no active search: / starts one' : true;
}

/** Goes to the next newer or older match, and wraps around at the end. */
export function nextMatch(screen: Screen, direction: 'newer' | 'older'): void {
  const state = screen.store.getState();
  const search = drawnSearch(state);
  if (search === undefined) return;
  const logs = unfoldedLogs(state);
  const cursor = lineUnderCursor(state);
  const end = endPosition(logs);
  const position =
    cursor === undefined ? end : direction === 'newer' ? positionAfter(logs, cursor) : positionBefore(logs, cursor);
  const match = findMatch(logs, search, position, direction === 'newer' ? 'after' : 'before');
  if (match !== undefined) {
    showMatch(screen.store, state, match);
    return;
  }
  const start = new Map(logs.map(({ source }) => [source.key, source.first]));
  const wrapped =
    direction === 'newer' ? findMatch(logs, search, start, 'after') : findMatch(logs, search, end, 'before');
  if (wrapped === undefined) return; // the search status already shows that there is no match
  showMatch(screen.store, state, wrapped);
  showMessage(screen, direction === 'newer' ? 'Continuing at the oldest match' : 'Continuing at the newest match');
}

/** Goes to the first match once the scan cannot find a better one. Called several hundred times a second. */
export function showFirstMatch({ store }: Screen): void {
  const drawn = store.getState();
  const { search } = drawn.logs;
  if (search?.jumpTo !== 'newest') return;
  const { filtered: filter, searched: found } = currentScans(drawn);
  if (found === undefined) return;
  const areBothDone = isDone(found) && (filter === undefined || isDone(filter));
  const logs = shownLinesOf(followedLogs(drawn), filter, noFolds);
  const cursor = lineUnderCursor(drawn);
  const older = findMatch(
    logs,
    found,
    cursor === undefined ? endPosition(logs) : positionAfter(logs, cursor),
    'before',
  );
  const match = older ?? (areBothDone ? findMatch(logs, found, endPosition(logs), 'before') : undefined);
  const isCertain = areBothDone || (match !== undefined && timeOf(logs, match) >= completeSince(found, filter));
  if (!isCertain) return;
  const state = withCurrentScans(drawn);
  if (match !== undefined) showMatch(store, state, match);
  else store.setState({ logs: { ...state.logs, search: { ...search, jumpTo: 'none' } }, drawnLogs: state.drawnLogs });
}

/** Returns the time since which both the search and the filter are complete. */
function completeSince(search: ScanSnapshot, filter: ScanSnapshot | undefined): number {
  return Math.max(search.scannedSince, filter?.scannedSince ?? Number.NEGATIVE_INFINITY);
}

/** Returns the drawn results of the search; undefined without a search. */
export function drawnSearch({ logs: { search }, drawnLogs: { searched } }: ScreenState): ScanSnapshot | undefined {
  return search && (searched?.scan === search.scan ? searched : emptySnapshot(search.scan));
}

/** Whether all kept lines are scanned. */
export function isDone({ scannedSince }: ScanSnapshot): boolean {
  return scannedSince === Number.NEGATIVE_INFINITY;
}

/** Shows a match found in `state`. */
function showMatch(store: Screen['store'], state: ScreenState, lineId: LineId): void {
  const { search, isWrapped, column } = state.logs;
  const folds = unfoldedAt(state, lineId);
  const next = { ...state, logs: { ...state.logs, folds } };
  store.setState({
    status: undefined,
    drawnLogs: state.drawnLogs,
    logs: {
      ...state.logs,
      folds,
      paused: pausedOn(next, lineId),
      column: search === undefined || isWrapped ? column : columnOfMatch(next, lineId, search.pattern),
      search: search && { ...search, jumpTo: 'none' },
    },
  });
}

/** Unfolds the event if the match is in a folded frame. */
function unfoldedAt(state: ScreenState, { key, sequence }: LineId): LogsState['folds'] {
  const { folds } = state.logs;
  const source = state.session?.logs.source(key);
  if (source === undefined || source.roleAt(sequence) !== 'frame') return folds;
  const event = foldKey({ key, sequence: source.headOf(sequence) });
  const except = new Set(folds.except);
  if (folds.areFolded) except.add(event);
  else except.delete(event);
  return { ...folds, except };
}

function unfoldedLogs(state: ScreenState): readonly ShownLines[] {
  return shownLinesOf(followedLogs(state), drawnFilter(state), noFolds);
}

function timeOf(logs: readonly ShownLines[], { key, sequence }: LineId): number {
  return logs.find(({ source }) => source.key === key)?.source.timeAt(sequence) ?? 0;
}
