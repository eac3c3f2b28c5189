import type { LogSource } from '../../logs/log-store.ts';
import { followedPods, followedSources, newLines } from '../store/logs.ts';
import type { ScreenState } from '../store/screen-state.ts';
import { formatAge } from './age.ts';
import type { FrameTitle } from './frame-lines.ts';
import { shortPodName } from './pod-columns.ts';

/** Whose lines these are, whether they move, and what is missing of them. */
export function logsTitle(state: ScreenState): FrameTitle {
  const pods = followedPods(state);
  const sources = followedSources(state);
  const clusterId = state.snapshot?.clusterId ?? '';
  const [only] = pods;
  const whose = pods.length === 1 && only !== undefined ? shortPodName(only.name, clusterId) : `${pods.length} pods`;
  const paused = newLines(state);
  const parts = [
    pods.length === 0 ? '3 Logs' : `3 Logs of ${whose}`,
    ...(paused === undefined ? [] : [`paused, ${paused} new`]),
    ...(state.logs.isWrapped ? ['wrapped'] : state.logs.column > 0 ? [`from column ${state.logs.column + 1}`] : []),
  ];
  const notes = sources.flatMap((source) => noteOf(source, state.now));
  return { text: parts.join(' · '), note: notes.length === 0 ? undefined : [...new Set(notes)].join(', ') };
}

function noteOf({ state, counters }: LogSource, now: number): readonly string[] {
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
  if (pod.uid.startsWith('taskmanager:')) return 'this TaskManager has no pod any more, and so no log to read';
  const [source] = followedSources(state);
  if (source === undefined || source.state.state === 'connecting') return `asking for the log of ${pod.name}…`;
  return source.state.state === 'following' ? 'nothing logged yet' : source.state.reason;
}
