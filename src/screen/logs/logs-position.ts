import { countAfter } from '../../logs/view/merged-lines.ts';
import { pausedAt, shownLogs } from '../state/logs/followed-logs.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** Formats the position in the logs: `following`, or the share of the lines up to the last visible one. */
export function logsPosition(state: ScreenState): string | undefined {
  const logs = shownLogs(state);
  const count = logs.reduce((sum, { source, countFrom }) => sum + countFrom(source.first), 0);
  if (count === 0) return undefined;
  const paused = pausedAt(state);
  if (paused === undefined) return 'following';
  return `${Math.floor(((count - countAfter(logs, paused.end)) / count) * 100)} %`;
}
