import type { Screen } from '../screen.ts';
import { shownPods } from '../shown-items.ts';
import { changeLogs } from './change-logs.ts';

/** Follows the logs of these pods. An empty list means the pod under the cursor. */
export function selectLogs(screen: Screen, uids: readonly string[]): void {
  changeLogs(screen, { selectedUids: uids, job: undefined, areAllPods: false, paused: undefined, column: 0 });
}

export function toggleSelected(screen: Screen, uid: string): void {
  const { selectedUids } = screen.store.getState().logs;
  selectLogs(
    screen,
    selectedUids.includes(uid) ? selectedUids.filter((other) => other !== uid) : [...selectedUids, uid],
  );
}

/** Selects all pods in the table, or none if all are selected. */
export function toggleAllSelected(screen: Screen): void {
  const state = screen.store.getState();
  const uids = shownPods(state).map(({ uid }) => uid);
  selectLogs(screen, uids.every((uid) => state.logs.selectedUids.includes(uid)) ? [] : uids);
}

/** Shows the logs of all pods, or again those of the selected pods. */
export function toggleAllPods(screen: Screen): void {
  const { areAllPods } = screen.store.getState().logs;
  changeLogs(screen, { areAllPods: !areAllPods, paused: undefined });
}

/** Shows the logs of all containers, or only of the main ones. */
export function toggleContainers(screen: Screen): void {
  const { areAllContainers } = screen.store.getState().logs;
  changeLogs(screen, { areAllContainers: !areAllContainers, paused: undefined });
}
