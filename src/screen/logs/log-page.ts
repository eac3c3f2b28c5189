import type { LineId, LogPosition } from '../../logs/view/log-position.ts';
import { endPosition, linesAfter, linesBefore, positionAfter, positionBefore } from '../../logs/view/merged-lines.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { paneInside } from '../state/layout.ts';
import { pausedAt, pausedSince, shownLogs } from '../state/logs/followed-logs.ts';
import type { LogsState } from '../state/logs/logs-state.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { heightOfLine } from './lines/log-line-row.ts';

/** The visible lines, oldest first. Cached, because a frame reads the lines often. */
export const logPage = rememberLast((state: ScreenState): readonly LineId[] => {
  const logs = shownLogs(state);
  const { height } = paneInside(state, 'logs');
  const lines = linesBefore(logs, pausedAt(state)?.end ?? endPosition(logs), height);
  if (!state.logs.isWrapped) return lines;
  let freeRows = height;
  let first = lines.length;
  while (first > 0 && freeRows > 0) {
    first -= 1;
    freeRows -= heightOf(state, lines[first]);
  }
  return lines.slice(first);
});

/** Returns the line under the cursor, or a visible line near the cursor; undefined while following. */
export function lineUnderCursor(state: ScreenState): LineId | undefined {
  const paused = pausedAt(state);
  if (paused === undefined) return undefined;
  const page = logPage(state);
  return page[cursorRow(state, page, paused.cursor)];
}

/**
 * Returns the row of the cursor. If its line is hidden, this is the row of the closest earlier line, or the last row.
 */
export function cursorRow(state: ScreenState, page: readonly LineId[], cursor: LineId | undefined): number {
  const row = page.findIndex(({ key, sequence }) => key === cursor?.key && sequence === cursor.sequence);
  if (row !== -1) return row;
  const time = cursor && timeOf(state, cursor);
  const laterRow = time === undefined ? -1 : page.findIndex((lineId) => timeOf(state, lineId) > time);
  return laterRow === -1 ? page.length - 1 : Math.max(0, laterRow - 1);
}

/** Returns the row of the terminal with the cursor, or with the newest line while following. */
export function logCursorRow(state: ScreenState): number | undefined {
  const { top, height } = paneInside(state, 'logs');
  const page = logPage(state);
  if (height === 0 || page.length === 0) return undefined;
  const paused = pausedAt(state);
  const index = paused === undefined ? page.length - 1 : cursorRow(state, page, paused.cursor);
  const rowsOf = (lines: readonly LineId[]) => lines.reduce((sum, line) => sum + heightOf(state, line), 0);
  return top + rowsOf(page.slice(0, index)) - Math.max(0, rowsOf(page) - height);
}

/** Returns the end of the page that starts at a position. */
export function endOfPageAfter(state: ScreenState, position: LogPosition): LogPosition {
  const logs = shownLogs(state);
  const { height } = paneInside(state, 'logs');
  const lines = linesAfter(logs, position, height);
  let freeRows = height;
  let last: LineId | undefined;
  for (const line of lines) {
    freeRows -= heightOf(state, line);
    if (freeRows < 0 && last !== undefined) break;
    last = line;
  }
  return last === undefined ? endPosition(logs) : positionAfter(logs, last);
}

/** Returns a paused view with the cursor on this line and `above` lines above the cursor. */
export function pausedOn(
  state: ScreenState,
  lineId: LineId,
  above = Math.floor(paneInside(state, 'logs').height / 3),
): LogsState['paused'] {
  const logs = shownLogs(state);
  const top = linesBefore(logs, positionBefore(logs, lineId), state.logs.isWrapped ? 0 : above)[0] ?? lineId;
  return { end: endOfPageAfter(state, positionBefore(logs, top)), cursor: lineId, since: pausedSince(state) };
}

/** Returns the paused view of the next state, with the cursor line in the same row if possible. */
export function pausedAfter(
  state: ScreenState,
  next: ScreenState,
  lineId = lineUnderCursor(state),
): LogsState['paused'] {
  if (lineId === undefined) return state.logs.paused;
  return pausedOn(next, lineId, Math.max(0, cursorRow(state, logPage(state), lineId)));
}

function heightOf(state: ScreenState, lineId: LineId | undefined): number {
  return lineId === undefined || !state.logs.isWrapped ? 1 : heightOfLine(state, lineId);
}

function timeOf({ session }: ScreenState, { key, sequence }: LineId): number {
  return session?.logs.source(key)?.timeAt(sequence) ?? 0;
}
