import { clockAndAge } from '../draw/age.ts';
import { keyName } from '../state/key-names.ts';
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
    ...(conditions.length === 0
      ? []
      : [`only ${conditions.join(' and ')} (${keyName(state, 'log.remove-filter')} removes the last)`]),
  ];
  return texts.length === 0 ? lineText(state) : texts.join(' · ');
}

function levelHint(state: ScreenState): string {
  const [raise, lower, list] = ['log.raise-level', 'log.lower-level', 'log.level'].map((action) =>
    keyName(state, action),
  );
  return `${raise} and ${lower} change the minimum level, ${list} lists all levels`;
}

/** Describes the line under the cursor by its time, pod and logger. */
function lineText(state: ScreenState): string {
  const lineId = lineUnderCursor(state);
  const source = lineId && state.session?.logs.source(lineId.key);
  if (lineId === undefined || source === undefined) return levelHint(state);
  const time = source.timeAt(lineId.sequence);
  return [time === 0 ? undefined : clockAndAge(time, state.serverNow), source.pod, source.loggerAt(lineId.sequence)]
    .filter((text) => text !== undefined)
    .join(' ');
}
