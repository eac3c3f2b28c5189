import { wrap } from '../draw/fit.ts';
import { paneInside } from '../state/layout.ts';
import { pausedAt } from '../state/logs/followed-logs.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { emptyLogsText } from './empty-logs-text.ts';
import { logLineRows } from './lines/log-line-row.ts';
import { cursorRow, logPage } from './log-page.ts';

/** Returns the content of the pane: the visible lines, or the reason for an empty pane. */
export function logsText(state: ScreenState): string {
  const { width, height } = paneInside(state, 'logs');
  if (height === 0) return '';
  const rows = logRows(state, height);
  return (rows.length > 0 ? rows : emptyRows(state, width, height)).join('\n');
}

function emptyRows(state: ScreenState, width: number, height: number): readonly string[] {
  return emptyLogsText(state)
    .flatMap((text) => wrap(` ${text}`, width, height, 'words'))
    .slice(0, height);
}

/** Returns the rows of the visible lines. The first line is cut at the top if its rows do not all fit. */
function logRows(state: ScreenState, height: number): readonly string[] {
  const page = logPage(state);
  const paused = pausedAt(state);
  const cursor = paused === undefined ? -1 : cursorRow(state, page, paused.cursor);
  return page.flatMap((lineId, row) => logLineRows(state, lineId, row === cursor)).slice(-height);
}
