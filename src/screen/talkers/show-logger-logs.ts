import type { RecentTalker } from '../../logs/talkers/recent-talkers.ts';
import { isLogger } from '../../logs/talkers/unnamed-loggers.ts';
import { changeLogs } from '../state/logs/change-logs.ts';
import { filterFromEnd } from '../state/logs/filter-logs.ts';
import { selectLogs } from '../state/logs/select-logs.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import { isInScope } from './count-talkers.ts';
import type { TalkersScope } from './talkers-page.ts';

/** Shows the lines of a logger in the logs pane, of the pods in the scope. */
export function showLoggerLogs(screen: Screen, { logger }: RecentTalker, scope: TalkersScope): void {
  if (!isLogger(logger)) {
    showMessage(screen, 'these lines have no logger to filter by', 'warning');
    return;
  }
  const pods = screen.store.getState().snapshot?.pods ?? [];
  selectLogs(
    screen,
    scope.kind === 'all pods' ? [] : pods.filter((pod) => isInScope(pod, scope)).map(({ uid }) => uid),
  );
  if (scope.kind === 'all pods') changeLogs(screen, { areAllPods: true });
  filterFromEnd(screen, undefined, [{ kind: 'logger', name: logger }]);
  screen.store.setState({ focus: 'logs', page: undefined });
}
