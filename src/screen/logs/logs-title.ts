import { formatAge } from '../draw/age.ts';
import type { FrameTitle } from '../draw/frame-lines.ts';
import { rememberLast } from '../draw/remember-last.ts';
import type { DrawnLog } from '../state/logs/drawn-logs.ts';
import { drawnFilter, followedLogs, followedPods, newLines, pausedAt } from '../state/logs/followed-logs.ts';
import type { TimeFormat } from '../state/logs/logs-state.ts';
import { describeFilter } from '../state/logs/typed-filter.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { shortPodName } from '../state/short-pod-name.ts';

const timeWords: { readonly [Form in TimeFormat]?: string } = {
  utc: 'UTC',
  local: 'local time',
  relative: 'ages',
  kubelet: "kubelet's time",
};

/** Whose lines these are, whether they move, what is left out of them, and what is missing. */
export const logsTitle = rememberLast((state: ScreenState): FrameTitle => {
  const { logs } = state;
  const paused = newLines(state);
  const parts = [
    whose(state),
    ...(logs.areAllContainers ? ['all containers'] : []),
    ...(paused === undefined ? [] : [`paused, ${paused} new`]),
    ...(logs.level === undefined ? [] : [`${logs.level} and above`]),
    ...logs.filters.map(describeFilter),
    ...(logs.isWrapped ? ['wrapped'] : logs.column > 0 ? [`from column ${logs.column + 1}`] : []),
    ...(timeWords[logs.time] === undefined ? [] : [timeWords[logs.time]]),
    ...(logs.folds.areFolded ? [] : ['unfolded']),
  ];
  const notes = [...progressOf(state), ...followedLogs(state).flatMap((log) => noteOf(log, state.now))];
  return { text: parts.join(' · '), note: notes.length === 0 ? undefined : [...new Set(notes)].join(', ') };
});

function whose(state: ScreenState): string {
  const title = '3 Logs';
  const pods = followedPods(state);
  const [only] = pods;
  if (only === undefined) return title;
  return `${title} of ${pods.length === 1 ? shortPodName(only.name, state.snapshot?.clusterId ?? '') : `${pods.length} pods`}`;
}

function progressOf(state: ScreenState): readonly string[] {
  const progress = drawnFilter(state)?.progress ?? 1;
  return progress >= 0.995 ? [] : [`${Math.floor(progress * 100)} % looked through`];
}

function noteOf({ state, counters }: DrawnLog, now: number): readonly string[] {
  const gone = counters.evicted === 0 ? [] : [`${counters.evicted} oldest lines let go`];
  switch (state.state) {
    case 'waiting':
      return [...gone, `${state.reason}, retry in ${formatAge(Math.max(0, state.nextTryAt - now))}`];
    case 'denied':
    case 'ended':
      return [...gone, state.reason];
    default:
      return gone;
  }
}

/** What the pane says while it has no line to show. */
export function emptyLogsText(state: ScreenState): string {
  const [pod] = followedPods(state);
  if (pod === undefined) return state.snapshot?.pods === undefined ? '' : 'no pod, no logs';
  if (pod.containers.length === 0) return 'this TaskManager has no pod any more, and so no log to read';
  const logs = followedLogs(state);
  const [log] = logs;
  if (logs.some(({ source, end }) => end > source.first)) return emptyPageText(state, logs);
  if (log === undefined || log.state.state === 'connecting') return `asking for the log of ${pod.name}…`;
  return log.state.state === 'following' ? 'nothing logged yet' : log.state.reason;
}

/** There are lines, and none of them is in sight. */
function emptyPageText(state: ScreenState, logs: readonly DrawnLog[]): string {
  const paused = pausedAt(state);
  const isEvicted =
    paused !== undefined && logs.every(({ source: { key, first } }) => (paused.end.get(key) ?? 0) <= first);
  if (isEvicted) return 'what was shown here is no longer kept: f follows the end again';
  return progressOf(state).length === 0
    ? 'no line passes the filters: Backspace takes the last one away'
    : 'no line that passes the filters so far…';
}
