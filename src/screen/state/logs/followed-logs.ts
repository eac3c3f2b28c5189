import type { LogSource } from '../../../logs/log-store.ts';
import type { LineId, LogPosition } from '../../../logs/view/log-position.ts';
import { countAfter, endPosition } from '../../../logs/view/merged-lines.ts';
import { emptySnapshot, foundIn, type ScanSnapshot } from '../../../logs/view/scan-snapshot.ts';
import { type ShownLines, shownLines } from '../../../logs/view/shown-lines.ts';
import type { PodRow } from '../../../session/snapshot.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import type { ScreenState } from '../screen-state.ts';
import { markedPods, podUnderCursor } from '../shown-items.ts';
import { type DrawnLog, type DrawnLogs, logsOfPod } from './drawn-logs.ts';
import type { FollowedJob, LogsState } from './logs-state.ts';

const noPods: readonly PodRow[] = [];
const podsOfJob = rememberLast(
  (pods: readonly PodRow[], { taskManagers, otherPods }: FollowedJob, marked: readonly PodRow[]) =>
    taskManagers === 'all'
      ? pods
      : pods.filter(
          (pod) =>
            pod.role === 'jobmanager' ||
            taskManagers?.includes(pod.name) ||
            otherPods.includes(pod.uid) ||
            marked.includes(pod),
        ),
);
const podsShown = rememberLast((pods: readonly PodRow[], pod: PodRow | undefined) =>
  pods.length > 0 || pod === undefined ? pods : [pod],
);
const logsOfPods = rememberLast(readLogsOfPods);
const logsOfAllPods = rememberLast(readLogsOfPods);
const othersOf = rememberLast((all: readonly DrawnLog[], followed: readonly LogSource[]) => {
  const shown = new Set(followed);
  return all.map(({ source }) => source).filter((source) => !shown.has(source));
});
const sourcesOf = rememberLast((logs: readonly DrawnLog[]) => logs.map(({ source }) => source));

function readLogsOfPods(pods: readonly PodRow[], areAllContainers: boolean, drawn: DrawnLogs): readonly DrawnLog[] {
  return pods.flatMap(({ uid, containers: [main] }) => {
    const logs = logsOfPod(drawn, uid);
    return areAllContainers ? logs : logs.filter(({ source }) => source.container === (main ?? source.container));
  });
}

/** Returns the job whose pods are followed; undefined if no filter names the job. */
export function followedJob({ logs: { job, filters } }: ScreenState): FollowedJob | undefined {
  return filters.some((filter) => filter.kind === 'job' && filter.id === job?.id) ? job : undefined;
}

/** Returns the pods whose logs are shown: all, those of the followed job, the marked ones, or the one under the cursor. */
export function followedPods(state: ScreenState): readonly PodRow[] {
  const all = state.snapshot?.pods ?? noPods;
  if (state.logs.areAllPods) return all;
  const pods = markedPods(state);
  const job = followedJob(state);
  if (job !== undefined) return podsOfJob(all, job, pods);
  return podsShown(pods, pods.length > 0 ? undefined : podUnderCursor(state));
}

/** Returns the keys of the logs to read first: a pod uid for the main container, else `uid/container`. */
export function followedKeys(state: ScreenState): readonly string[] {
  const { areAllContainers } = state.logs;
  return followedPods(state).flatMap(({ uid, containers: [, ...others] }) =>
    areAllContainers ? [uid, ...others.map((name) => `${uid}/${name}`)] : [uid],
  );
}

/** Returns the shown logs as last drawn. */
export function followedLogs(state: ScreenState): readonly DrawnLog[] {
  return logsOfPods(followedPods(state), state.logs.areAllContainers, state.drawnLogs);
}

export function followedSources(state: ScreenState): readonly LogSource[] {
  return sourcesOf(followedLogs(state));
}

/** Returns the logs that would be shown in addition if all pods were shown. */
export function otherSources(state: ScreenState): readonly LogSource[] {
  const { snapshot, logs, drawnLogs } = state;
  return othersOf(logsOfAllPods(snapshot?.pods ?? noPods, logs.areAllContainers, drawnLogs), followedSources(state));
}

/** Returns the filtered and folded lines of the shown logs. */
export function shownLogs(state: ScreenState): readonly ShownLines[] {
  return shownLinesOf(followedLogs(state), drawnFilter(state), state.logs.folds);
}

/** Returns the filtered and folded lines of these logs. */
export function shownLinesOf(
  logs: readonly DrawnLog[],
  filter: ScanSnapshot | undefined,
  folds: LogsState['folds'],
): readonly ShownLines[] {
  return logs.map(({ source, end }) => shownLines({ source, end, filtered: filter && foundIn(filter, source), folds }));
}

/** Returns the drawn results of the filter; undefined without a filter. */
function drawnFilter({ logs: { filterScan }, drawnLogs: { filtered } }: ScreenState): ScanSnapshot | undefined {
  return filterScan && (filtered?.scan === filterScan ? filtered : emptySnapshot(filterScan));
}

/** Returns the drawn share of the shown lines that the filter has scanned, 0 to 1. Almost all counts as all. */
export function filterProgress(state: ScreenState): number {
  const progress = drawnFilter(state)?.progress ?? 1;
  return progress >= 0.995 ? 1 : progress;
}

/** Returns the drawn counts of lines that the filter hides; undefined unless the pane is empty because of it. */
export function drawnHiddenMatches({ logs: { filterScan }, drawnLogs: { hidden } }: ScreenState) {
  return hidden?.filterScan === filterScan ? hidden : undefined;
}

/** Returns the paused view; undefined while following. Showing other pods resumes following. */
export function pausedAt(state: ScreenState): LogsState['paused'] {
  const { paused } = state.logs;
  return paused !== undefined && followedSources(state).some(({ key }) => paused.end.has(key)) ? paused : undefined;
}

/** Counts the unseen lines since the pause; undefined while following. */
export function newLines(state: ScreenState): number | undefined {
  const paused = pausedAt(state);
  if (paused === undefined) return undefined;
  const { since, end } = paused;
  const seenUpTo = new Map([...since].map(([key, sequence]) => [key, Math.max(sequence, end.get(key) ?? 0)]));
  return countAfter(shownLogs(state), seenUpTo);
}

/** Returns the end of the logs at the time of the pause, or the current end. */
export function pausedSince(state: ScreenState): LogPosition {
  return pausedAt(state)?.since ?? endPosition(shownLogs(state));
}

export function lineAt({ session }: ScreenState, { key, sequence }: LineId) {
  return session?.logs.source(key)?.lines(sequence, sequence + 1)[0];
}
