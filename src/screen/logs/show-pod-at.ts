import { drawLogs } from '../state/logs/draw-logs.ts';
import { selectLogs } from '../state/logs/select-logs.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Moment, Screen } from '../state/screen.ts';
import { clearFilters } from './filter/filter-logs.ts';
import { jumpToMoment } from './prompt/jump-to-time.ts';

/** Shows the log of a pod at a time. Filters are cleared, because they could hide the lines of that time. */
export function showPodAt(screen: Screen, { uid, at }: Moment): void {
  if (uid === undefined) return;
  const sources = screen.store.getState().session?.logs.sourcesOf(uid) ?? [];
  if (sources.length === 0) {
    showMessage(screen, 'the log of this pod was not read: the pod was gone before flink-tui attached', 'warning');
    return;
  }
  screen.store.setState({ focus: 'logs', page: undefined });
  clearFilters(screen);
  selectLogs(screen, [uid]);
  drawLogs(screen);
  jumpToMoment(screen, at);
}
