import type { LogSource } from '../../logs/log-store.ts';
import { formatSeconds } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import type { TextRow } from '../draw/frame/text-box.ts';
import { followedSources } from '../state/logs/followed-logs.ts';
import { openText } from '../state/open/show-text.ts';
import type { Screen } from '../state/screen.ts';

/** Shows the line counters of each shown log. */
export function openCounters(screen: Screen): void {
  const state = screen.store.getState();
  const rows: readonly TextRow[] = [
    ...followedSources(state).flatMap(rowsOf),
    {
      text: state.session?.logs.folder === undefined ? 'Kept in memory' : `Files in ${state.session.logs.folder}`,
      indent: 2,
    },
    ...(state.session?.logs.failure === undefined
      ? []
      : [{ text: state.session.logs.failure, token: 'warning' } as const]),
  ];
  openText(screen, 'Lines', rows);
}

function rowsOf({ pod, container, state, counters, first, end }: LogSource): readonly TextRow[] {
  const { received, evicted, bytes, behindMs } = counters;
  return [
    { text: `${pod}, ${container}`, token: 'strong' },
    { text: `  ${'reason' in state ? `${state.state}: ${state.reason}` : state.state}` },
    { text: `  ${received} received, ${end - first} kept (${formatSize(bytes)}), ${evicted} oldest dropped` },
    { text: `  ${behindMs === undefined ? 'no line with a timestamp yet' : `${formatSeconds(behindMs)} behind`}` },
    { text: '' },
  ];
}
