import { shortPodName } from '../../text/short-pod-name.ts';
import { formatAge } from '../draw/age.ts';
import type { FrameTitle } from '../draw/frame/frame-lines.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { DrawnLog } from '../state/logs/drawn-logs.ts';
import { filterProgress, followedJob, followedLogs, followedPods, newLines } from '../state/logs/followed-logs.ts';
import type { TimeFormat } from '../state/logs/logs-state.ts';
import { describeFilter } from '../state/logs/typed-filter.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { shortLevel } from './level/minimum-level.ts';

const timeFormatNames: { readonly [Form in TimeFormat]?: string } = {
  utc: 'UTC',
  local: 'local time',
  relative: 'age',
  kubelet: 'full timestamp',
};

/** Describes the pods, the pause, the active filters, and notes about the logs. */
export const logsTitle = rememberLast((state: ScreenState): FrameTitle => {
  const { logs } = state;
  const paused = newLines(state);
  const texts = [
    podsOf(state),
    ...(logs.areAllContainers ? ['all containers'] : []),
    ...(paused === undefined ? [] : [`paused, ${paused} new`]),
    ...(logs.level === undefined ? [] : [shortLevel(logs.level)]),
    ...logs.filters.map(describeFilter),
    ...(logs.isWrapped ? ['wrapped'] : logs.column > 0 ? [`from column ${logs.column + 1}`] : []),
    ...(timeFormatNames[logs.time] === undefined ? [] : [timeFormatNames[logs.time]]),
    ...(logs.folds.areFolded ? [] : ['unfolded']),
  ];
  const notes = [
    ...placementOf(state),
    ...progressOf(state),
    ...followedLogs(state).flatMap((log) => noteOf(log, state.now)),
  ];
  return { text: texts.join(' · '), note: notes.length === 0 ? undefined : [...new Set(notes)].join(', ') };
});

function podsOf(state: ScreenState): string {
  const title = '3 Logs';
  const pods = followedPods(state);
  const [only] = pods;
  if (only === undefined) return title;
  return `${title} of ${pods.length === 1 ? shortPodName(only.name, state.snapshot?.clusterId ?? '') : `${pods.length} pods`}`;
}

/** Until Flink responds, only the JobManager's log is shown. */
function placementOf(state: ScreenState): readonly string[] {
  const job = followedJob(state);
  return job === undefined || job.taskManagers !== undefined ? [] : ['finding TaskManagers…'];
}

function progressOf(state: ScreenState): readonly string[] {
  const progress = filterProgress(state);
  return progress === 1 ? [] : [`${Math.floor(progress * 100)} % scanned`];
}

function noteOf({ state, counters }: DrawnLog, now: number): readonly string[] {
  const dropped = counters.evicted === 0 ? [] : [`${counters.evicted} oldest lines dropped`];
  switch (state.state) {
    case 'waiting':
      return [...dropped, `${state.reason}, retry in ${formatAge(Math.max(0, state.nextTryAt - now))}`];
    case 'denied':
    case 'ended':
      return [...dropped, state.reason];
    default:
      return dropped;
  }
}
