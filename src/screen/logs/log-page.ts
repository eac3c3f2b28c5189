import type { LineId, LogPosition } from '../../logs/view/log-position.ts';
import { positionAfter, positionBefore, endPosition, linesAfter, linesBefore } from '../../logs/view/merged-lines.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { paneInside } from '../state/layout.ts';
import { pausedAt, pausedSince, shownLogs } from '../state/logs/followed-logs.ts';
import type { LogsState } from '../state/logs/logs-state.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { heightOfLine } from './lines/log-line-row.ts';

/** The lines that are in sight, oldest first; of the first one perhaps not all rows. A frame asks for them many times. */
export const logPage = rememberLast((state: ScreenState): readonly LineId[] => {
  const logs = shownLogs(state);
  const { height } = paneInside(state, 'logs');
  const lines = linesBefore(logs, pausedAt(state)?.end ?? endPosition(logs), height);
  if (!state.logs.isWrapped) return lines;
  let room = height;
  let first = lines.length;
  while (first > 0 && room > 0) {
    first -= 1;
    room -= heightOf(state, lines[first]);
  }
  return lines.slice(first);
});

/** The line that keys act on: where the cursor is, or the last one in sight. undefined while the end is followed. */
export function lineUnderCursor(state: ScreenState): LineId | undefined {
  const paused = pausedAt(state);
  if (paused === undefined) return undefined;
  const page = logPage(state);
  return page[cursorRow(state, page, paused.cursor)];
}

/** The cursor's row in a page; where its line is not there, that of the line before it in time, or with none the last. */
export function cursorRow(state: ScreenState, page: readonly LineId[], cursor: LineId | undefined): number {
  const found = page.findIndex(({ key, sequence }) => key === cursor?.key && sequence === cursor.sequence);
  if (found !== -1) return found;
  const time = cursor && timeOf(state, cursor);
  const later = time === undefined ? -1 : page.findIndex((place) => timeOf(state, place) > time);
  return later === -1 ? page.length - 1 : Math.max(0, later - 1);
}

/** The end of the page that begins after a cut, as far as there are lines for it. */
export function endOfPageAfter(state: ScreenState, cut: LogPosition): LogPosition {
  const logs = shownLogs(state);
  const { height } = paneInside(state, 'logs');
  const lines = linesAfter(logs, cut, height);
  let room = height;
  let last: LineId | undefined;
  for (const line of lines) {
    room -= heightOf(state, line);
    if (room < 0 && last !== undefined) break;
    last = line;
  }
  return last === undefined ? endPosition(logs) : positionAfter(logs, last);
}

/** Paused with the cursor on this line, so many lines below the top. */
export function pausedOn(
  state: ScreenState,
  place: LineId,
  above = Math.floor(paneInside(state, 'logs').height / 3),
): LogsState['paused'] {
  const logs = shownLogs(state);
  const top = linesBefore(logs, positionBefore(logs, place), state.logs.isWrapped ? 0 : above)[0] ?? place;
  return { end: endOfPageAfter(state, positionBefore(logs, top)), cursor: place, since: pausedSince(state) };
}

/** The changed state's pause, with the cursor's line where it was in sight, or this one. */
export function pausedAfter(
  state: ScreenState,
  changed: ScreenState,
  place = lineUnderCursor(state),
): LogsState['paused'] {
  if (place === undefined) return state.logs.paused;
  return pausedOn(changed, place, Math.max(0, cursorRow(state, logPage(state), place)));
}

function heightOf(state: ScreenState, place: LineId | undefined): number {
  return place === undefined || !state.logs.isWrapped ? 1 : heightOfLine(state, place);
}

function timeOf({ session }: ScreenState, { key, sequence }: LineId): number {
  return session?.logs.source(key)?.timeAt(sequence) ?? 0;
}
