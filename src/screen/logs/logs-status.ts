import { describeFilter } from '../state/logs/typed-filter.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { lineUnderCursor } from './log-page.ts';
import { searchStatus } from './search/search-status.ts';

/** What is searched for and what is left out, in full. */
export function logsStatus(state: ScreenState): string {
  const { level, filters } = state.logs;
  const shown = [...(level === undefined ? [] : [`${level} and above`]), ...filters.map(describeFilter)];
  const parts = [
    ...[searchStatus(state)].filter((text) => text !== undefined),
    ...(shown.length === 0 ? [] : [`only ${shown.join(' and ')} (Backspace takes the last away)`]),
  ];
  return parts.length === 0 ? lineText(state) : parts.join(' · ');
}

/** Of the line under the cursor what its row has no room for. */
function lineText(state: ScreenState): string {
  const place = lineUnderCursor(state);
  const source = place && state.session?.logs.source(place.key);
  if (place === undefined || source === undefined) return 'numbers are levels here; Tab goes on to the next pane';
  const time = source.timeAt(place.sequence);
  return [time === 0 ? undefined : new Date(time).toISOString(), source.pod, source.loggerAt(place.sequence)]
    .filter((part) => part !== undefined)
    .join(' ');
}
