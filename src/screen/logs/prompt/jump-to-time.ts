import { LogFilterError } from '../../../logs/log-filter.ts';
import { parseMoment } from '../../../logs/parse-moment.ts';
import { positionAtTime, linesAfter } from '../../../logs/view/merged-lines.ts';
import { changeLogs } from '../../state/logs/change-logs.ts';
import { shownLogs } from '../../state/logs/followed-logs.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import { pausedOn } from '../log-page.ts';

/**
 * To the first line of this time or later. Times of the day are in UTC, or local where the pane shows these.
 * @throws LogFilterError for what is no time
 */
export function jumpToTime(screen: Screen, typed: string): void {
  if (typed.trim() === '') return;
  const state = screen.store.getState();
  const at = parseMoment(typed, screen.now(), state.logs.time === 'local' ? 'local' : 'utc');
  if (at === undefined) throw new LogFilterError(`"${typed}" is no time: 14:05, 14:05:30, -10m, 2026-01-31 14:05`);
  const logs = shownLogs(state);
  const [first] = linesAfter(logs, positionAtTime(logs, at), 1);
  changeLogs(screen, { paused: first && pausedOn(state, first) });
  if (first === undefined)
    showMessage(screen, `nothing since ${new Date(at).toISOString()}: this is the end`, 'warning');
}
