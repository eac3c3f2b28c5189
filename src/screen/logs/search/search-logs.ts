import { compileTextPattern } from '../../../logs/text-pattern.ts';
import { parseTypedText } from '../../../logs/text-pattern.ts';
import { foldKey } from '../../../logs/view/folds.ts';
import type { LineId } from '../../../logs/view/log-position.ts';
import { createSearchScan } from '../../../logs/view/log-scan.ts';
import { findMatch } from '../../../logs/view/matches.ts';
import { positionAfter, positionBefore, endPosition } from '../../../logs/view/merged-lines.ts';
import { emptySnapshot, type ScanSnapshot } from '../../../logs/view/scan-snapshot.ts';
import type { ShownLines } from '../../../logs/view/shown-lines.ts';
import { changeLogs } from '../../state/logs/change-logs.ts';
import { currentScans, withCurrentScans } from '../../state/logs/draw-logs.ts';
import { drawnFilter, followedLogs, followedSources, linesOf } from '../../state/logs/followed-logs.ts';
import type { LogsState } from '../../state/logs/logs-state.ts';
import { sliceMs } from '../../state/logs/slice.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { columnOfMatch } from '../lines/log-line-row.ts';
import { lineUnderCursor, pausedOn } from '../log-page.ts';

const noFolds = { areFolded: false, except: new Set<string>() };

/**
 * Looks through everything that is kept, and goes to the newest match that is not after the cursor.
 * @throws LogFilterError for a regular expression that is none
 */
export function searchLogs({ store }: Screen, typed: string): void {
  if (typed === '') return;
  const pattern = compileTextPattern(parseTypedText(typed));
  const scan = createSearchScan(pattern);
  scan.work(followedSources(store.getState()), performance.now() + sliceMs);
  store.setState((state) => {
    const search = { text: typed, pattern, scan, jumpTo: 'newest' } as const;
    const { logs, drawnLogs } = withCurrentScans({ ...state, logs: { ...state.logs, search } });
    return { logs, drawnLogs };
  });
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
  const search = drawnSearch(state);
  if (search === undefined) return;
  const logs = unfolded(state);
  const from = lineUnderCursor(state);
  const end = endPosition(logs);
  const cut = from === undefined ? end : direction === 'newer' ? positionAfter(logs, from) : positionBefore(logs, from);
  const match = findMatch(logs, search, cut, direction === 'newer' ? 'after' : 'before');
  if (match !== undefined) {
    showMatch(screen.store, state, match);
    return;
  }
  const start = new Map(logs.map(({ source }) => [source.key, source.first]));
  const round =
    direction === 'newer' ? findMatch(logs, search, start, 'after') : findMatch(logs, search, end, 'before');
  if (round === undefined) return; // as the status of the search says
  showMatch(screen.store, state, round);
  showMessage(screen, direction === 'newer' ? 'round to the oldest match' : 'round to the newest match');
}

/**
 * Called while the search goes on, some hundred times a second: to the first match that is found, as soon as it is
 * certain that it is the one among the lines that were drawn.
 */
export function showFirstMatch({ store }: Screen): void {
  const drawn = store.getState();
  const { search } = drawn.logs;
  if (search?.jumpTo !== 'newest') return;
  const { filtered: filter, searched: reach } = currentScans(drawn);
  if (reach === undefined) return;
  const areBothDone = isDone(reach) && (filter === undefined || isDone(filter));
  const logs = linesOf(followedLogs(drawn), filter, noFolds);
  const from = lineUnderCursor(drawn);
  const older = findMatch(logs, reach, from === undefined ? endPosition(logs) : positionAfter(logs, from), 'before');
  const match = older ?? (areBothDone ? findMatch(logs, reach, endPosition(logs), 'before') : undefined);
  const isCertain = areBothDone || (match !== undefined && timeOf(logs, match) >= reachedByBoth(reach, filter));
  if (!isCertain) return;
  const state = withCurrentScans(drawn);
  if (match !== undefined) showMatch(store, state, match);
  else store.setState({ logs: { ...state.logs, search: { ...search, jumpTo: 'none' } }, drawnLogs: state.drawnLogs });
}

/** The time back to which a match can neither be found any more nor come to be shown. */
function reachedByBoth(search: ScanSnapshot, filter: ScanSnapshot | undefined): number {
  return Math.max(search.scannedSince, filter?.scannedSince ?? Number.NEGATIVE_INFINITY);
}

/** What the search had found when it was last drawn; undefined while there is none. */
export function drawnSearch({ logs: { search }, drawnLogs: { searched } }: ScreenState): ScanSnapshot | undefined {
  return search && (searched?.scan === search.scan ? searched : emptySnapshot(search.scan));
}

/** Whether everything that is kept was looked through. */
export function isDone({ scannedSince: reached }: ScanSnapshot): boolean {
  return reached === Number.NEGATIVE_INFINITY;
}

/** `state` is what the match was found in. */
function showMatch(store: Screen['store'], state: ScreenState, place: LineId): void {
  const { search, isWrapped, column } = state.logs;
  const folds = unfoldedAt(state, place);
  const next = { ...state, logs: { ...state.logs, folds } };
  store.setState({
    status: undefined,
    drawnLogs: state.drawnLogs,
    logs: {
      ...state.logs,
      folds,
      paused: pausedOn(next, place),
      column: search === undefined || isWrapped ? column : columnOfMatch(next, place, search.pattern),
      search: search && { ...search, jumpTo: 'none' },
    },
  });
}

/** A match in a frame that is folded away is shown by unfolding its event. */
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

function unfolded(state: ScreenState): readonly ShownLines[] {
  return linesOf(followedLogs(state), drawnFilter(state), noFolds);
}

function timeOf(logs: readonly ShownLines[], { key, sequence }: LineId): number {
  return logs.find(({ source }) => source.key === key)?.source.timeAt(sequence) ?? 0;
}
