import { lineAt } from '../../state/logs/followed-logs.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import { lineUnderCursor } from '../log-page.ts';
import { eventAt } from './event-at.ts';
import { fullLineText } from './full-line-text.ts';

/** Copies the original line under the cursor. */
export function copyLine(screen: Screen): void {
  const state = screen.store.getState();
  const lineId = lineUnderCursor(state);
  const line = lineId && lineAt(state, lineId);
  if (line === undefined) return;
  screen.copy(fullLineText(line));
  showMessage(screen, 'Line copied', 'ok');
}

/** Copies all lines of the event under the cursor, folded or not. */
export function copyEvent(screen: Screen): void {
  const state = screen.store.getState();
  const lineId = lineUnderCursor(state);
  if (lineId === undefined) return;
  const { lines } = eventAt(state, lineId);
  screen.copy(lines.join('\n'));
  showMessage(screen, lines.length === 1 ? 'Line copied' : `Event copied (${lines.length} lines)`, 'ok');
}
