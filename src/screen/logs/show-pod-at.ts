import { drawLogs } from '../state/logs/draw-logs.ts';
import { selectLogs } from '../state/logs/select-logs.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Moment, Screen } from '../state/screen.ts';
import { clearFilters } from './filter/filter-logs.ts';
import { awaitMoment, goToAwaited } from './go-to-awaited.ts';

/**
 * Shows the log of a pod at a moment, once the lines of that time have been read. Filters are cleared, because they could
 * hide the lines.
 */
export function showPodAt(screen: Screen, { uid, at, line }: Moment): void {
  if (uid === undefined) return;
  const { session, snapshot } = screen.store.getState();
  const sources = session?.logs.sourcesOf(uid) ?? [];
  const exists = snapshot?.pods?.some((pod) => pod.uid === uid && pod.goneAt === undefined) === true;
  if (sources.length === 0 && !exists) {
    showMessage(screen, 'the log of this pod was not read: the pod was gone before flink-tui attached', 'warning');
    return;
  }
  screen.store.setState({ focus: 'logs', page: undefined });
  clearFilters(screen);
  selectLogs(screen, [uid]);
  drawLogs(screen);
  awaitMoment(screen, { uid, at, ...(line && { line }) });
  goToAwaited(screen);
}
