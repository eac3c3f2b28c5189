import { foldKey, noFolds } from '../../../logs/view/folds.ts';
import type { LineId } from '../../../logs/view/log-position.ts';
import { findMatch } from '../../../logs/view/matches.ts';
import { endPosition, positionAfter, positionBefore } from '../../../logs/view/merged-lines.ts';
import type { ScanSnapshot } from '../../../logs/view/scan-snapshot.ts';
import type { ShownLines } from '../../../logs/view/shown-lines.ts';
import { currentScans, withCurrentScans } from '../../state/logs/draw-logs.ts';
import { followedLogs, shownLinesOf } from '../../state/logs/followed-logs.ts';
import type { LogSearch, LogsState, SearchMove } from '../../state/logs/logs-state.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { columnOfMatch } from '../lines/log-line-row.ts';
import { lineUnderCursor, pausedOn } from '../log-page.ts';

/** The match to go to. `unknown` means that the scan may still find a better one. */
type Target = { readonly lineId: LineId; readonly message?: string } | 'none' | 'unknown';

/** Makes the pending moves whose match the scan has found. Called several hundred times a second. */
export function goToMatches(screen: Screen): void {
  for (;;) {
    const state = screen.store.getState();
    const { search } = state.logs;
    const [move, ...others] = search?.pendingMoves ?? [];
    if (search === undefined || move === undefined) return;
    const target = targetOf(state, move);
    if (target === 'unknown') return;
    showTarget(screen, withCurrentScans(state), { ...search, pendingMoves: others }, target);
  }
}

export function hasPendingMoves({ logs: { search } }: ScreenState): boolean {
  return search !== undefined && search.pendingMoves.length > 0;
}

function targetOf(state: ScreenState, move: SearchMove): Target {
  const { filtered: filter, searched: found } = currentScans(state);
  if (found === undefined) return 'unknown';
  const logs = shownLinesOf(followedLogs(state), filter, noFolds);
  const cursor = lineUnderCursor(state);
  const end = endPosition(logs);
  const areBothDone = isDone(found) && (filter === undefined || isDone(filter));
  const since = completeSince(found, filter);
  /** Whether all lines from this one on are scanned. */
  const isScannedFrom = (lineId: LineId | undefined) =>
    areBothDone || (lineId !== undefined && timeOf(logs, lineId) >= since);

  if (move === 'newer') {
    const match = cursor && findMatch(logs, found, positionAfter(logs, cursor), 'after');
    if (match !== undefined && isScannedFrom(cursor)) return { lineId: match };
    if (!areBothDone) return 'unknown';
    const start = new Map(logs.map(({ source }) => [source.key, source.first]));
    return wrapped(findMatch(logs, found, start, 'after'), 'Continuing at the oldest match');
  }
  // The first move may stay on the line under the cursor.
  const positionAt = move === 'first' ? positionAfter : positionBefore;
  const match = findMatch(logs, found, cursor === undefined ? end : positionAt(logs, cursor), 'before');
  if (match !== undefined && isScannedFrom(match)) return { lineId: match };
  if (!areBothDone) return 'unknown';
  return wrapped(
    findMatch(logs, found, end, 'before'),
    move === 'first' ? undefined : 'Continuing at the newest match',
  );
}

/** Returns the match at the other end. Without one, the search status already says so. */
function wrapped(lineId: LineId | undefined, message: string | undefined): Target {
  if (lineId === undefined) return 'none';
  return message === undefined ? { lineId } : { lineId, message };
}

/** Returns the time since which both the search and the filter are complete. */
function completeSince(search: ScanSnapshot, filter: ScanSnapshot | undefined): number {
  return Math.max(search.scannedSince, filter?.scannedSince ?? Number.NEGATIVE_INFINITY);
}

/** Whether all kept lines are scanned. */
export function isDone({ scannedSince }: ScanSnapshot): boolean {
  return scannedSince === Number.NEGATIVE_INFINITY;
}

function showTarget(screen: Screen, state: ScreenState, search: LogSearch, target: Exclude<Target, 'unknown'>): void {
  const { logs, drawnLogs } = state;
  if (target === 'none') {
    screen.store.setState({ logs: { ...logs, search }, drawnLogs });
    return;
  }
  const { lineId, message } = target;
  const folds = unfoldedAt(state, lineId);
  const next = { ...state, logs: { ...logs, folds } };
  screen.store.setState({
    status: undefined,
    drawnLogs,
    logs: {
      ...logs,
      folds,
      paused: pausedOn(next, lineId),
      column: logs.isWrapped ? logs.column : columnOfMatch(next, lineId, search.pattern),
      search,
    },
  });
  if (message !== undefined) showMessage(screen, message);
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

function timeOf(logs: readonly ShownLines[], { key, sequence }: LineId): number {
  return logs.find(({ source }) => source.key === key)?.source.timeAt(sequence) ?? 0;
}
