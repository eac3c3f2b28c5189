import { wrap } from '../draw/fit.ts';
import { paneInside } from '../state/layout.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { logRows } from './lines/log-rows.ts';
import { emptyLogsText } from './logs-title.ts';

/** Returns the content of the pane: the visible lines, or why there are none. */
export function logsText(state: ScreenState): string {
  const { width, height } = paneInside(state, 'logs');
  if (height === 0) return '';
  const rows = logRows(state, height);
  return (rows.length > 0 ? rows : wrap(` ${emptyLogsText(state)}`, width, height, 'words')).join('\n');
}
