import { lineAt } from '../../state/logs/followed-logs.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import { lineUnderCursor } from '../log-page.ts';
import { eventAt } from './event-at.ts';
import { fullLineText } from './full-line-text.ts';

/** The line under the cursor, as it came. */
export function copyLine(screen: Screen): void {
  const state = screen.store.getState();
  const place = lineUnderCursor(state);
  const line = place && lineAt(state, place);
  if (line === undefined) return;
  screen.copy(fullLineText(line));
  showMessage(screen, 'copied the line', 'ok');
}

/** The whole event of the line under the cursor, folded or not. */
export function copyEvent(screen: Screen): void {
  const state = screen.store.getState();
  const place = lineUnderCursor(state);
  if (place === undefined) return;
  const { lines } = eventAt(state, place);
  screen.copy(lines.join('\n'));
  showMessage(screen, lines.length === 1 ? 'copied the line' : `copied the event, ${lines.length} lines`, 'ok');
}
