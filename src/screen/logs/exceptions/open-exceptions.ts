import type { ExceptionGroup } from '../../../logs/log-store.ts';
import type { LineId } from '../../../logs/view/log-position.ts';
import { closeLayer, openLayer } from '../../state/layers.ts';
import { changeLogs } from '../../state/logs/change-logs.ts';
import { drawLogs } from '../../state/logs/draw-logs.ts';
import { followedPods, shownLogs } from '../../state/logs/followed-logs.ts';
import { selectLogs } from '../../state/logs/select-logs.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import { clearFilters } from '../filter/filter-logs.ts';
import { pausedOn } from '../log-page.ts';

/** State of the overlay `exceptions`. */
export type ExceptionList = { readonly groups: readonly ExceptionGroup[]; readonly cursor: number };

export function openExceptions(screen: Screen): void {
  const groups = screen.store.getState().session?.logs.exceptions() ?? [];
  openLayer<ExceptionList>(screen, 'exceptions', { groups, cursor: 0 });
}

/** Shows a line: selects its pod and clears filters that hide it. */
export function goToLine(screen: Screen, lineId: LineId): void {
  closeLayer(screen);
  screen.store.setState({ focus: 'logs', page: undefined });
  drawLogs(screen);
  const source = screen.store.getState().session?.logs.source(lineId.key);
  if (source === undefined || lineId.sequence < source.first) {
    showMessage(screen, 'the lines of this exception were dropped', 'warning');
    return;
  }
  follow(screen, source.uid);
  const isHidden = shownLogs(screen.store.getState()).some(
    (log) => log.source.key === lineId.key && !log.matchesFilter(lineId.sequence),
  );
  if (isHidden) {
    clearFilters(screen);
    follow(screen, source.uid);
    showMessage(screen, 'Filters cleared to show this line', 'strong', ({ logs }) => logs.filterScan === undefined);
  }
  changeLogs(screen, { paused: pausedOn(screen.store.getState(), lineId) });
}

function follow(screen: Screen, uid: string): void {
  if (!followedPods(screen.store.getState()).some((pod) => pod.uid === uid)) selectLogs(screen, [uid]);
}
