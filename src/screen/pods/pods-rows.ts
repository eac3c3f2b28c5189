import { describeError } from '../../commands/record/describe-error.ts';
import { clusterEnd } from '../../session/cluster/cluster-end.ts';
import { describeProblem } from '../../session/cluster/describe-problem.ts';
import type { PodRow, SessionSnapshot } from '../../session/snapshot.ts';
import { largest } from '../../text/largest.ts';
import { cut } from '../draw/fit.ts';
import type { FrameTitle } from '../draw/frame/frame-lines.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { paneInside } from '../state/layout.ts';
import { staleNote } from '../state/link-text.ts';
import { logsOfPod } from '../state/logs/drawn-logs.ts';
import { statusText } from '../state/pod-status.ts';
import type { ClickTarget } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { shownPods } from '../state/shown-items.ts';
import { type EmptyText, emptyRows, filteredOut } from '../table/empty-rows.ts';
import type { Column } from '../table/table-format.ts';
import { isSortHidden, tableRows, tableTargets } from '../table/table-rows.ts';
import { tableTitle } from '../table/table-title.ts';
import { podColumns } from './pod-columns.ts';

export function podsTitle(state: ScreenState): FrameTitle {
  const watch = state.snapshot?.watches.pods;
  const { snapshot } = state;
  const text = tableTitle(state, 'pods', 'Pods', {
    total: snapshot?.pods?.length,
    shown: shownPods(state).length,
    isSortHidden: isSortHidden(state, 'pods', columnsOf(state)),
  });
  // A watch may stay open after the API server has stopped responding. The link becomes stale before the watch.
  const link = snapshot?.links.kubernetes;
  const age = (watch && staleNote(watch, state.now)) ?? (link && staleNote(link, state.now));
  return { text, note: age ?? deniedKinds(state.snapshot) };
}

export const podsRows = rememberLast((state: ScreenState): readonly string[] => {
  const { snapshot, tables, theme } = state;
  const room = paneInside(state, 'pods');
  const pods = snapshot?.watches.pods.state === 'denied' ? [] : shownPods(state);
  if (pods.length === 0) return emptyRows(emptyText(state), room, theme);
  const marked = new Set(tables.pods.marked);
  const rows = tableRows(state, {
    table: 'pods',
    items: pods,
    columns: columnsOf(state),
    marksOf: ({ uid, health }) => ({
      isMarked: marked.has(uid),
      token: health === 'gone' ? 'gone' : undefined,
    }),
  });
  return rows.length < room.height && hasNoTaskManager(state)
    ? [...rows, theme.muted(cut(noTaskManager, room.width))]
    : rows;
});

/** Returns the column titles that sort the pods when they are clicked. */
export function podsTargets(state: ScreenState): readonly ClickTarget[] {
  const pods = shownPods(state);
  return pods.length === 0 ? [] : tableTargets(state, 'pods', pods, columnsOf(state));
}

const noPods: readonly PodRow[] = [];
/** `registered` is the longest of the usual statuses. */
const usualStatusWidth = 10;

const statusWidth = rememberLast((pods: readonly PodRow[]) =>
  largest(
    pods.map((pod) => statusText(pod).length),
    usualStatusWidth,
  ),
);

/** Returns the reason for an empty pane, and the next steps. */
function emptyText({ snapshot, tables, now }: ScreenState): EmptyText {
  const watch = snapshot?.watches.pods;
  if (watch?.state === 'denied') {
    const { message, hints } = describeError(watch.error);
    return { text: message, hints };
  }
  if (snapshot?.pods === undefined) return { text: 'Loading pods…' };
  if (snapshot.pods.length > 0) return filteredOut('pod', tables.pods.filter);
  const end = clusterEnd(snapshot);
  if (end !== undefined) return { text: `No pods: ${end}` };
  const [problem] = snapshot.problems;
  if (problem === undefined)
    return { text: 'No pods', hints: [{ key: ':status', text: 'shows the status of the cluster' }] };
  const { message, next } = describeProblem(problem, snapshot, now);
  return { text: `No pods: ${message}`, hints: next === undefined ? [] : [next] };
}

/** Returns all columns of the pods, also those that the pane is too narrow for. */
export function columnsOf({ snapshot, drawnLogs, now }: ScreenState): readonly Column<PodRow>[] {
  const minutesOf = (uid: string) => logsOfPod(drawnLogs, uid).map(({ minutes }) => minutes);
  return podColumns(
    { clusterId: snapshot?.clusterId ?? '', statusWidth: statusWidth(snapshot?.pods ?? noPods), minutesOf },
    now,
  );
}

const noTaskManager = '  No TaskManager: Flink requests one when a job needs it';

function hasNoTaskManager({ snapshot, tables }: ScreenState): boolean {
  const hasTaskManager =
    snapshot?.pods?.some(({ role, goneAt }) => role === 'taskmanager' && goneAt === undefined) ?? true;
  return !hasTaskManager && tables.pods.filter === '';
}

/** Names the resources that the user may not watch. Without them, pod statuses and reasons are less precise. */
function deniedKinds(snapshot: SessionSnapshot | undefined): string | undefined {
  const denied = Object.entries(snapshot?.watches ?? {}).filter(
    ([kind, { state }]) => kind !== 'pods' && state === 'denied',
  );
  return denied.length === 0 ? undefined : `not allowed to watch ${denied.map(([kind]) => kind).join(', ')}`;
}
