import type { LogSource } from '../../../logs/log-store.ts';
import type { LineId, LogPosition } from '../../../logs/view/log-position.ts';
import { countAfter, endPosition } from '../../../logs/view/merged-lines.ts';
import { foundIn, emptySnapshot, type ScanSnapshot } from '../../../logs/view/scan-snapshot.ts';
import { type ShownLines, shownLines } from '../../../logs/view/shown-lines.ts';
import type { PodRow } from '../../../session/snapshot.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { ScreenState } from '../screen-state.ts';
import { podUnderCursor } from '../shown-items.ts';
import { type DrawnLog, type DrawnLogs, logsOfPod } from './drawn-logs.ts';
import type { FollowedJob, LogsState } from './logs-state.ts';

const noPods: readonly PodRow[] = [];
const chosenPods = rememberLast((pods: readonly PodRow[], chosen: readonly string[]) => {
  const wanted = new Set(chosen);
  return wanted.size === 0 ? noPods : pods.filter(({ uid }) => wanted.has(uid));
});
const podsOfJob = rememberLast(
  (pods: readonly PodRow[], { taskManagers, otherPods: others }: FollowedJob, chosen: readonly PodRow[]) =>
    taskManagers === 'all'
      ? pods
      : pods.filter(
          (pod) =>
            pod.role === 'jobmanager' ||
            taskManagers?.includes(pod.name) ||
            others.includes(pod.uid) ||
            chosen.includes(pod),
        ),
);
const podsShown = rememberLast((pods: readonly PodRow[], pod: PodRow | undefined) =>
  pods.length > 0 || pod === undefined ? pods : [pod],
);
const logsOfPods = rememberLast(
  (pods: readonly PodRow[], areAllContainers: boolean, drawn: DrawnLogs): readonly DrawnLog[] =>
    pods.flatMap(({ uid, containers: [main] }) => {
      const logs = logsOfPod(drawn, uid);
      return areAllContainers ? logs : logs.filter(({ source }) => source.container === (main ?? source.container));
    }),
);
const sourcesOf = rememberLast((logs: readonly DrawnLog[]) => logs.map(({ source }) => source));

/** The job whose pods are followed: as long as it is filtered for. */
export function followedJob({ logs: { job, filters } }: ScreenState): FollowedJob | undefined {
  return filters.some((filter) => filter.kind === 'job' && filter.id === job?.id) ? job : undefined;
}

/** The pods whose logs are shown: those of the followed job, the chosen ones, or the one under the cursor. */
export function followedPods(state: ScreenState): readonly PodRow[] {
  const all = state.snapshot?.pods ?? noPods;
  const pods = chosenPods(all, state.logs.chosen);
  const job = followedJob(state);
  if (job !== undefined) return podsOfJob(all, job, pods);
  return podsShown(pods, pods.length > 0 ? undefined : podUnderCursor(state));
}

/** What the session is to read first: a pod's uid is its main container, others are `uid/container`. */
export function followedKeys(state: ScreenState): readonly string[] {
  const { areAllContainers } = state.logs;
  return followedPods(state).flatMap(({ uid, containers: [, ...others] }) =>
    areAllContainers ? [uid, ...others.map((name) => `${uid}/${name}`)] : [uid],
  );
}

/** The logs of these pods, as they were drawn. */
export function followedLogs(state: ScreenState): readonly DrawnLog[] {
  return logsOfPods(followedPods(state), state.logs.areAllContainers, state.drawnLogs);
}

export function followedSources(state: ScreenState): readonly LogSource[] {
  return sourcesOf(followedLogs(state));
}

/** What is shown of the logs, filtered and folded. */
export function shownLogs(state: ScreenState): readonly ShownLines[] {
  return linesOf(followedLogs(state), drawnFilter(state), state.logs.folds);
}

/** What a filter leaves of these logs, and what is folded of that. */
export function linesOf(
  logs: readonly DrawnLog[],
  filter: ScanSnapshot | undefined,
  folds: LogsState['folds'],
): readonly ShownLines[] {
  return logs.map(({ source, end }) => shownLines({ source, end, filtered: filter && foundIn(filter, source), folds }));
}

/** What the filter had found when it was last drawn; undefined while there is none. */
export function drawnFilter({ logs: { filterScan: filtering }, drawnLogs: { filtered } }: ScreenState): ScanSnapshot | undefined {
  return filtering && (filtered?.scan === filtering ? filtered : emptySnapshot(filtering));
}

/** Where the view was paused; undefined while it follows, as it does again for other pods. */
export function pausedAt(state: ScreenState): LogsState['paused'] {
  const { paused } = state.logs;
  return paused !== undefined && followedSources(state).some(({ key }) => paused.end.has(key)) ? paused : undefined;
}

/** How many lines came since the view was paused, and were not looked at; undefined while it follows. */
export function newLines(state: ScreenState): number | undefined {
  const paused = pausedAt(state);
  if (paused === undefined) return undefined;
  const { since, end } = paused;
  const seen = new Map([...since].map(([key, sequence]) => [key, Math.max(sequence, end.get(key) ?? 0)]));
  return countAfter(shownLogs(state), seen);
}

/** The end of the logs when the view was paused; their end now if it was not. */
export function pausedSince(state: ScreenState): LogPosition {
  return pausedAt(state)?.since ?? endPosition(shownLogs(state));
}

export function lineAt({ session }: ScreenState, { key, sequence }: LineId) {
  return session?.logs.source(key)?.lines(sequence, sequence + 1)[0];
}
