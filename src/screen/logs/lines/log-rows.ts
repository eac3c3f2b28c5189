import { pausedAt } from '../../state/logs/followed-logs.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { cursorRow, logPage } from '../log-page.ts';
import { logLineRows } from './log-line-row.ts';

/** Returns the rows of the logs pane. The last row is the end of the view. */
export function logRows(state: ScreenState, height: number): readonly string[] {
  const page = logPage(state);
  const paused = pausedAt(state);
  const cursor = paused === undefined ? -1 : cursorRow(state, page, paused.cursor);
  return page.flatMap((lineId, row) => logLineRows(state, lineId, row === cursor)).slice(-height);
}
