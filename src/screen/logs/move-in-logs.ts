import type { LineId } from '../../logs/view/log-position.ts';
import {
  countAfter,
  endPosition,
  linesAfter,
  linesBefore,
  moveBack,
  moveForward,
  positionAfter,
  positionBefore,
} from '../../logs/view/merged-lines.ts';
import type { ShownLines } from '../../logs/view/shown-lines.ts';
import { lineCountOf, type Movement } from '../draw/movement.ts';
import { pausedAt, pausedSince, shownLogs } from '../state/logs/followed-logs.ts';
import type { LogsState } from '../state/logs/logs-state.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { cursorRow, endOfPageAfter, logPage } from './log-page.ts';

type LogView = Pick<NonNullable<LogsState['paused']>, 'end' | 'cursor'>;

/** Moves the cursor and pauses the view. Moving past the last line resumes following. */
export function moveInLogs({ store }: Screen, movement: Movement): void {
  store.setState((state) => ({
    logs: { ...state.logs, awaited: undefined, paused: pauseAt(state, viewAfter(state, movement)) },
  }));
}

export function toggleFollowing({ store }: Screen): void {
  store.setState((state) => ({
    logs: {
      ...state.logs,
      awaited: undefined,
      paused: pauseAt(state, pausedAt(state) === undefined ? currentView(state) : undefined),
    },
  }));
}

function pauseAt(state: ScreenState, next: LogView | undefined): LogsState['paused'] {
  return next && { ...next, since: pausedSince(state) };
}

/** Returns the end of the view and its cursor. */
function currentView(state: ScreenState): LogView {
  return pausedAt(state) ?? { end: endPosition(shownLogs(state)), cursor: logPage(state).at(-1) };
}

/** Returns the view after a movement, or undefined to follow the end. */
function viewAfter(state: ScreenState, movement: Movement): LogView | undefined {
  const logs = shownLogs(state);
  const page = logPage(state);
  if (movement.kind === 'end' || page.length === 0) return undefined;
  if (movement.kind === 'start') return firstPage(state, logs);
  if (movement.kind === 'lines') return moveByLines(state, logs, page, movement.count);
  const lines = Math.sign(movement.count) * Math.min(page.length, Math.abs(lineCountOf(movement, page.length)));
  return moveByPage(state, logs, page, lines);
}

function moveByLines(
  state: ScreenState,
  logs: readonly ShownLines[],
  page: readonly LineId[],
  count: number,
): LogView | undefined {
  const current = currentView(state);
  const row = cursorRow(state, page, current.cursor);
  const [top, cursor] = [page[0], page[row]];
  if (top === undefined || cursor === undefined) return current;
  const visibleTarget = page[row + count];
  if (visibleTarget !== undefined && row + count > 0) return { ...current, cursor: visibleTarget };
  if (visibleTarget !== undefined)
    return { end: endOfPageAfter(state, positionBefore(logs, visibleTarget)), cursor: visibleTarget };
  if (count < 0) {
    const target = linesBefore(logs, positionBefore(logs, top), -count - row)[0] ?? top;
    return { end: endOfPageAfter(state, positionBefore(logs, target)), cursor: target };
  }
  const target = linesAfter(logs, positionAfter(logs, cursor), count).at(-1);
  return target === undefined ? undefined : { end: positionAfter(logs, target), cursor: target };
}

function moveByPage(
  state: ScreenState,
  logs: readonly ShownLines[],
  page: readonly LineId[],
  lines: number,
): LogView | undefined {
  const current = currentView(state);
  const row = cursorRow(state, page, current.cursor);
  const withRow = (end: LogView['end']): LogView => {
    const next = logPage({ ...state, logs: { ...state.logs, paused: { end, cursor: undefined, since: end } } });
    return { end, cursor: next[Math.min(row, next.length - 1)] };
  };
  if (lines > 0) {
    const end = moveForward(logs, current.end, lines);
    return end === undefined ? undefined : withRow(end);
  }
  const start = firstPage(state, logs);
  const end = moveBack(logs, current.end, -lines);
  if (start === undefined || countAfter(logs, end) > countAfter(logs, start.end)) return start;
  return withRow(end);
}

function firstPage(state: ScreenState, logs: readonly ShownLines[]): LogView | undefined {
  const position = new Map(logs.map(({ source }) => [source.key, source.first]));
  const [first] = linesAfter(logs, position, 1);
  return { end: endOfPageAfter(state, position), cursor: first };
}
