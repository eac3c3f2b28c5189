import { pausedAt } from '../../state/logs/followed-logs.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { cursorRow, logPage } from '../log-page.ts';
import { logLineRows } from './log-line-row.ts';

/** The rows of the logs pane: the last one is the line at the view's end. */
export function logRows(state: ScreenState, height: number): readonly string[] {
  const page = logPage(state);
  const paused = pausedAt(state);
  const cursor = paused === undefined ? -1 : cursorRow(state, page, paused.cursor);
  return page.flatMap((place, row) => logLineRows(state, place, row === cursor)).slice(-height);
}
