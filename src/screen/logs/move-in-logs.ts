import type { LineId } from '../../logs/view/log-position.ts';
import {
  countAfter,
  positionAfter,
  positionBefore,
  endPosition,
  linesAfter,
  linesBefore,
  moveBack,
  moveForward,
} from '../../logs/view/merged-lines.ts';
import type { ShownLines } from '../../logs/view/shown-lines.ts';
import { linesOf, type Movement } from '../draw/movement.ts';
import { pausedAt, pausedSince, shownLogs } from '../state/logs/followed-logs.ts';
import type { LogsState } from '../state/logs/logs-state.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { cursorRow, endOfPageAfter, logPage } from './log-page.ts';

type View = Pick<NonNullable<LogsState['paused']>, 'end' | 'cursor'>;

/** Moves the cursor. That pauses a view which follows; to go on after the last line follows again. */
export function moveInLogs({ store }: Screen, motion: Movement): void {
  store.setState((state) => ({ logs: { ...state.logs, paused: pausedAtView(state, moved(state, motion)) } }));
}

export function toggleFollowing({ store }: Screen): void {
  store.setState((state) => ({
    logs: { ...state.logs, paused: pausedAtView(state, pausedAt(state) === undefined ? view(state) : undefined) },
  }));
}

function pausedAtView(state: ScreenState, next: View | undefined): LogsState['paused'] {
  return next && { ...next, since: pausedSince(state) };
}

/** Where the view is now. */
function view(state: ScreenState): View {
  return pausedAt(state) ?? { end: endPosition(shownLogs(state)), cursor: logPage(state).at(-1) };
}

/** undefined follows the end. */
function moved(state: ScreenState, motion: Movement): View | undefined {
  const logs = shownLogs(state);
  const page = logPage(state);
  if (motion.kind === 'end' || page.length === 0) return undefined;
  if (motion.kind === 'start') return firstPage(state, logs);
  if (motion.kind === 'lines') return movedByLines(state, logs, page, motion.count);
  const lines = Math.sign(motion.count) * Math.min(page.length, Math.abs(linesOf(motion, page.length)));
  return movedByPage(state, logs, page, lines);
}

function movedByLines(
  state: ScreenState,
  logs: readonly ShownLines[],
  page: readonly LineId[],
  count: number,
): View | undefined {
  const now = view(state);
  const row = cursorRow(state, page, now.cursor);
  const [top, cursor] = [page[0], page[row]];
  if (top === undefined || cursor === undefined) return now;
  const within = page[row + count];
  if (within !== undefined && row + count > 0) return { ...now, cursor: within };
  if (within !== undefined) return { end: endOfPageAfter(state, positionBefore(logs, within)), cursor: within };
  if (count < 0) {
    const target = linesBefore(logs, positionBefore(logs, top), -count - row)[0] ?? top;
    return { end: endOfPageAfter(state, positionBefore(logs, target)), cursor: target };
  }
  const target = linesAfter(logs, positionAfter(logs, cursor), count).at(-1);
  return target === undefined ? undefined : { end: positionAfter(logs, target), cursor: target };
}

function movedByPage(
  state: ScreenState,
  logs: readonly ShownLines[],
  page: readonly LineId[],
  lines: number,
): View | undefined {
  const now = view(state);
  const row = cursorRow(state, page, now.cursor);
  const withRow = (end: View['end']): View => {
    const next = logPage({ ...state, logs: { ...state.logs, paused: { end, cursor: undefined, since: end } } });
    return { end, cursor: next[Math.min(row, next.length - 1)] };
  };
  if (lines > 0) {
    const end = moveForward(logs, now.end, lines);
    return end === undefined ? undefined : withRow(end);
  }
  const start = firstPage(state, logs);
  const end = moveBack(logs, now.end, -lines);
  if (start === undefined || countAfter(logs, end) > countAfter(logs, start.end)) return start;
  return withRow(end);
}

function firstPage(state: ScreenState, logs: readonly ShownLines[]): View | undefined {
  const cut = new Map(logs.map(({ source }) => [source.key, source.first]));
  const [first] = linesAfter(logs, cut, 1);
  return { end: endOfPageAfter(state, cut), cursor: first };
}
