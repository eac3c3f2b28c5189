import type { Screen } from '../screen.ts';
import { changeLogs } from './change-logs.ts';
import { withCurrentScans } from './draw-logs.ts';

/** Marks these pods and follows their logs. An empty list means the pod under the cursor. */
export function selectLogs(screen: Screen, uids: readonly string[]): void {
  markPods(screen, uids);
  changeLogs(screen, { job: undefined, areAllPods: false, paused: undefined, column: 0 });
}

/** Marks these pods. A followed job stays followed. */
export function markPods({ store }: Screen, uids: readonly string[]): void {
  store.setState(({ tables }) => ({ tables: { ...tables, pods: { ...tables.pods, marked: uids } } }));
}

/** Shows the logs of all pods, or again those of the marked pods. */
export function toggleAllPods({ store }: Screen): void {
  store.setState((state) => {
    const { logs, drawnLogs } = withCurrentScans({
      ...state,
      logs: { ...state.logs, areAllPods: !state.logs.areAllPods, paused: undefined },
    });
    return { logs, drawnLogs };
  });
}

/** Shows the logs of all containers, or only of the main ones. */
export function toggleContainers(screen: Screen): void {
  const { areAllContainers } = screen.store.getState().logs;
  changeLogs(screen, { areAllContainers: !areAllContainers, paused: undefined });
}
