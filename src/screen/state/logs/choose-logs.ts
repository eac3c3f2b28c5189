import type { Screen } from '../screen.ts';
import { shownPods } from '../shown-items.ts';
import { changeLogs } from './change-logs.ts';

/** These pods from now on, at the end of their logs; none means the one under the cursor. */
export function chooseLogs(screen: Screen, uids: readonly string[]): void {
  changeLogs(screen, { chosen: uids, job: undefined, paused: undefined, column: 0 });
}

export function toggleChosen(screen: Screen, uid: string): void {
  const { chosen } = screen.store.getState().logs;
  chooseLogs(screen, chosen.includes(uid) ? chosen.filter((other) => other !== uid) : [...chosen, uid]);
}

/** Every pod that the table shows; none if they are all chosen. */
export function toggleAllChosen(screen: Screen): void {
  const state = screen.store.getState();
  const uids = shownPods(state).map(({ uid }) => uid);
  chooseLogs(screen, uids.every((uid) => state.logs.chosen.includes(uid)) ? [] : uids);
}

/** Init containers and those beside the main one too, or the main one alone. */
export function toggleContainers(screen: Screen): void {
  const { areAllContainers } = screen.store.getState().logs;
  changeLogs(screen, { areAllContainers: !areAllContainers, paused: undefined });
}
