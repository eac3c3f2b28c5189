import { describeError } from '../../commands/record/describe-error.ts';
import type { PodRow, SessionSnapshot } from '../../session/snapshot.ts';
import { cut, wrap } from '../draw/fit.ts';
import type { FrameTitle } from '../draw/frame-lines.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { paneInside } from '../state/layout.ts';
import { staleNote } from '../state/link-text.ts';
import { logsOfPod } from '../state/logs/drawn-logs.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { shownPods } from '../state/shown-items.ts';
import type { Column } from '../table/table-format.ts';
import { isSortHidden, tableRows } from '../table/table-rows.ts';
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
  const { snapshot, tables } = state;
  const { width, height } = paneInside(state, 'pods');
  const watch = snapshot?.watches.pods;
  if (watch?.state === 'denied') {
    const { message, hints } = describeError(watch.error);
    return [message, ...hints].flatMap((line) => wrap(` ${line}`, width, height, 'words')).slice(0, height);
  }
  const pods = shownPods(state);
  if (pods.length > 0) {
    const marked = new Set(tables.pods.marked);
    const rows = tableRows(state, {
      table: 'pods',
      items: pods,
      columns: columnsOf(state),
      marksOf: ({ uid, health }) => ({
        isSelected: marked.has(uid),
        token: health === 'gone' ? 'gone' : undefined,
      }),
    });
    return rows.length < height && hasNoTaskManager(state)
      ? [...rows, state.theme.muted(cut(noTaskManager, width))]
      : rows;
  }
  const { filter } = tables.pods;
  if (snapshot?.pods === undefined) return [cut(' Loading pods…', width)];
  return [cut(filter === '' ? ' No pods' : ` No pod matches "${filter}"`, width)];
});

/** Returns all columns of the pods, also those that the pane is too narrow for. */
export function columnsOf({ snapshot, drawnLogs, now }: ScreenState): readonly Column<PodRow>[] {
  const minutesOf = (uid: string) => logsOfPod(drawnLogs, uid).map(({ minutes }) => minutes);
  return podColumns(snapshot?.clusterId ?? '', minutesOf, now);
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
