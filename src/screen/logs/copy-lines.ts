import { lineAt } from '../state/logs/followed-logs.ts';
import { say } from '../state/say.ts';
import type { Screen } from '../state/screen.ts';
import { eventAt } from './event-at.ts';
import { lineUnderCursor } from './log-page.ts';
import { textOfLine } from './text-of-line.ts';

/** The line under the cursor, as it came. */
export function copyLine(screen: Screen): void {
  const state = screen.store.getState();
  const place = lineUnderCursor(state);
  const line = place && lineAt(state, place);
  if (line === undefined) return;
  screen.copy(textOfLine(line));
  say(screen, 'copied the line', 'ok');
}

/** The whole event of the line under the cursor, folded or not. */
export function copyEvent(screen: Screen): void {
  const state = screen.store.getState();
  const place = lineUnderCursor(state);
  if (place === undefined) return;
  const { lines } = eventAt(state, place);
  screen.copy(lines.join('\n'));
  say(screen, lines.length === 1 ? 'copied the line' : `copied the event, ${lines.length} lines`, 'ok');
}
