import { clockAndAge } from '../draw/age.ts';
import { describeFilter } from '../state/logs/typed-filter.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { lineUnderCursor } from './log-page.ts';
import { searchStatus } from './search/search-status.ts';

/** Describes the search and the filters in full, or the line under the cursor. */
export function logsStatus(state: ScreenState): string {
  const { level, filters } = state.logs;
  const conditions = [...(level === undefined ? [] : [`${level} and above`]), ...filters.map(describeFilter)];
  const texts = [
    ...[searchStatus(state)].filter((text) => text !== undefined),
    ...(conditions.length === 0 ? [] : [`only ${conditions.join(' and ')} (Backspace removes the last)`]),
  ];
  return texts.length === 0 ? lineText(state) : texts.join(' · ');
}

/** Describes the line under the cursor by its time, pod and logger. */
function lineText(state: ScreenState): string {
  const lineId = lineUnderCursor(state);
  const source = lineId && state.session?.logs.source(lineId.key);
  if (lineId === undefined || source === undefined) return '+ and - change the minimum level, l lists all levels';
  const time = source.timeAt(lineId.sequence);
  return [time === 0 ? undefined : clockAndAge(time, state.serverNow), source.pod, source.loggerAt(lineId.sequence)]
    .filter((text) => text !== undefined)
    .join(' ');
}
