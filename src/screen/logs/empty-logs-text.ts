import { shortPodName } from '../../text/short-pod-name.ts';
import { keyName } from '../state/key-names.ts';
import type { DrawnLog, MatchCount } from '../state/logs/drawn-logs.ts';
import {
  drawnHiddenMatches,
  filterProgress,
  followedLogs,
  followedPods,
  pausedAt,
} from '../state/logs/followed-logs.ts';
import { describeFilter } from '../state/logs/typed-filter.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** Returns the reason for an empty pane, and where matching lines are. */
export function emptyLogsText(state: ScreenState): readonly string[] {
  const [pod] = followedPods(state);
  if (pod === undefined) return state.snapshot?.pods === undefined ? [] : ['No pods'];
  if (pod.containers.length === 0) return ['The pod of this TaskManager is gone, so no log is available'];
  const logs = followedLogs(state);
  const [log] = logs;
  if (logs.some(({ source, end }) => end > source.first)) return emptyPageText(state, logs);
  if (log === undefined || log.state.state === 'connecting') return [`Loading the log of ${pod.name}…`];
  return [log.state.state === 'following' ? 'No log lines yet' : log.state.reason];
}

/** Returns the reason for an empty pane although the logs have lines. */
function emptyPageText(state: ScreenState, logs: readonly DrawnLog[]): readonly string[] {
  const paused = pausedAt(state);
  const isEvicted =
    paused !== undefined && logs.every(({ source: { key, first } }) => (paused.end.get(key) ?? 0) <= first);
  if (isEvicted) return [`These lines were dropped. Press ${keyName(state, 'log.follow')} to follow the logs again`];
  if (filterProgress(state) < 1) return ['No matching lines so far…'];
  const pods = [...new Set(logs.map(({ source }) => source.pod))];
  return [`No matching lines in ${podsText(state, pods)}`, ...hintsOf(state)];
}

/** Returns one row for each way to see more lines. */
function hintsOf(state: ScreenState): readonly string[] {
  const { level, filters } = state.logs;
  const { belowLevel, otherPods } = drawnHiddenMatches(state) ?? {};
  const lastFilter = filters.at(-1);
  return [
    ...(belowLevel === undefined || belowLevel.lines === 0
      ? []
      : [`${countText(belowLevel)} below ${level}: ${keyName(state, 'log.lower-level')} lowers the level`]),
    ...(otherPods === undefined ? [] : [otherPodsText(state, otherPods)]),
    ...(lastFilter === undefined
      ? []
      : [`${keyName(state, 'log.remove-filter')} removes the filter ${describeFilter(lastFilter)}`]),
  ];
}

function otherPodsText(state: ScreenState, count: MatchCount): string {
  if (count.lines > 0)
    return `${countText(count)} in ${podsText(state, count.pods)}: ${keyName(state, 'log.all-pods')} shows all pods`;
  return count.state === 'partial' ? 'Searching the other pods…' : 'No matching lines in the other pods';
}

function countText({ lines, state }: MatchCount): string {
  const counted = lines === 1 ? '1 line matches' : `${lines} lines match`;
  if (state === 'complete') return counted;
  return state === 'at-least' ? `At least ${counted}` : `${counted} so far`;
}

function podsText({ snapshot }: ScreenState, [first = '', ...others]: readonly string[]): string {
  const name = shortPodName(first, snapshot?.clusterId ?? '');
  if (others.length === 0) return name;
  return `${name} and ${others.length} more ${others.length === 1 ? 'pod' : 'pods'}`;
}
