import type { LogSource } from '../../logs/log-store.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { countAfter, endOf, type LogPosition, moveBack, moveForward, startOf } from './log-window.ts';
import { linesOf, type Motion } from './motion.ts';
import { paneInside } from './pane-sizes.ts';
import type { Screen } from './screen.ts';
import type { LogsState, ScreenState } from './screen-state.ts';
import { podUnderCursor } from './table-rows.ts';

/** The pods whose logs are shown: the chosen ones, or the one under the cursor. */
export function followedPods(state: ScreenState): readonly PodRow[] {
  const { chosen } = state.logs;
  const pods = state.snapshot?.pods?.filter(({ uid }) => chosen.includes(uid)) ?? [];
  if (pods.length > 0) return pods;
  const pod = podUnderCursor(state);
  return pod === undefined ? [] : [pod];
}

export function followedSources(state: ScreenState): readonly LogSource[] {
  return followedPods(state).flatMap(({ uid }) => state.session?.logs.sourcesOf(uid) ?? []);
}

/** Where the view was paused; undefined while it follows, as it does again for other pods. */
export function pausedAt(state: ScreenState): LogPosition | undefined {
  const { position } = state.logs;
  return position !== undefined && followedSources(state).some(({ key }) => position.has(key)) ? position : undefined;
}

/** How many lines came since the view was paused; undefined while it follows. */
export function newLines(state: ScreenState): number | undefined {
  const position = pausedAt(state);
  return position === undefined ? undefined : countAfter(followedSources(state), position);
}

export function moveInLogs({ store }: Screen, motion: Motion): void {
  store.setState((state) => ({ logs: { ...state.logs, position: moved(state, motion) } }));
}

function moved(state: ScreenState, motion: Motion): LogsState['position'] {
  const sources = followedSources(state);
  const { height } = paneInside(state, 'logs');
  const position = pausedAt(state) ?? endOf(sources);
  if (motion.kind === 'end') return undefined;
  if (motion.kind === 'start') return startOf(sources, height);
  const lines = linesOf(motion, height);
  if (lines > 0) return moveForward(sources, position, lines);
  const start = startOf(sources, height);
  if (start === undefined) return pausedAt(state); // all of it is on the screen
  const back = moveBack(sources, position, -lines);
  return countAfter(sources, back) > countAfter(sources, start) ? start : back;
}

export function toggleFollowing({ store }: Screen): void {
  store.setState((state) => ({
    logs: { ...state.logs, position: pausedAt(state) === undefined ? endOf(followedSources(state)) : undefined },
  }));
}

export function toggleWrapping({ store }: Screen): void {
  store.setState(({ logs }) => ({ logs: { ...logs, isWrapped: !logs.isWrapped, column: 0 } }));
}

export function scrollSideways({ store }: Screen, columns: number): void {
  store.setState(({ logs }) => ({ logs: { ...logs, isWrapped: false, column: Math.max(0, logs.column + columns) } }));
}

/** These pods from now on, at the end of their logs; none means the one under the cursor. */
export function chooseLogs({ store }: Screen, uids: readonly string[]): void {
  store.setState(({ logs }) => ({ logs: { ...logs, chosen: uids, position: undefined, column: 0 } }));
}

export function toggleChosen(screen: Screen, uid: string): void {
  const { chosen } = screen.store.getState().logs;
  chooseLogs(screen, chosen.includes(uid) ? chosen.filter((other) => other !== uid) : [...chosen, uid]);
}
