import type { Screen } from '../screen.ts';
import { shownPods } from '../shown-items.ts';
import { changeLogs } from './change-logs.ts';

/** Follows the logs of these pods. An empty list means the pod under the cursor. */
export function chooseLogs(screen: Screen, uids: readonly string[]): void {
  changeLogs(screen, { chosen: uids, job: undefined, paused: undefined, column: 0 });
}

export function toggleChosen(screen: Screen, uid: string): void {
  const { chosen } = screen.store.getState().logs;
  chooseLogs(screen, chosen.includes(uid) ? chosen.filter((other) => other !== uid) : [...chosen, uid]);
}

/** Selects all pods in the table, or none if all are selected. */
export function toggleAllChosen(screen: Screen): void {
  const state = screen.store.getState();
  const uids = shownPods(state).map(({ uid }) => uid);
  chooseLogs(screen, uids.every((uid) => state.logs.chosen.includes(uid)) ? [] : uids);
}

/** Shows the logs of all containers, or only of the main ones. */
export function toggleContainers(screen: Screen): void {
  const { areAllContainers } = screen.store.getState().logs;
  changeLogs(screen, { areAllContainers: !areAllContainers, paused: undefined });
}
