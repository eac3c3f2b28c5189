import { LogFilterError } from '../../../logs/log-filter.ts';
import { parseMoment } from '../../../logs/parse-moment.ts';
import { linesAfter, positionAtTime } from '../../../logs/view/merged-lines.ts';
import { utcClock } from '../../../text/utc-time.ts';
import { changeLogs } from '../../state/logs/change-logs.ts';
import { shownLogs } from '../../state/logs/followed-logs.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import { pausedOn } from '../log-page.ts';

/**
 * Moves the cursor to the first line at or after a time. Times are UTC, or local if the pane shows local times.
 * @throws LogFilterError for an invalid time
 */
export function jumpToTime(screen: Screen, text: string): void {
  if (text.trim() === '') return;
  const state = screen.store.getState();
  const at = parseMoment(text, screen.now(), state.logs.time === 'local' ? 'local' : 'utc');
  if (at === undefined)
    throw new LogFilterError(`"${text}" is not a valid time; examples: 14:05, 14:05:30, -10m, 2026-01-31 14:05`);
  jumpToMoment(screen, at);
}

/** Moves the cursor to the first line at or after a time, in epoch ms. */
export function jumpToMoment(screen: Screen, at: number): void {
  const state = screen.store.getState();
  const logs = shownLogs(state);
  const [first] = linesAfter(logs, positionAtTime(logs, at), 1);
  changeLogs(screen, { paused: first && pausedOn(state, first) });
  if (first === undefined) showMessage(screen, `No lines since ${utcClock(at, screen.now())} UTC`, 'warning');
}
