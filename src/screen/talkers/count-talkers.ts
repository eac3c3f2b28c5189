import type { LogSource, LogStore } from '../../logs/log-store.ts';
import { recentTalkers } from '../../logs/talkers/recent-talkers.ts';
import type { PodRow } from '../../session/snapshot.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { CountedTalkers, TalkersScope, Uncounted } from './talkers-page.ts';

/** Counts the logs of the pods in the scope. Logs of pods that are gone count as long as they are recent. */
export function countTalkers(state: ScreenState, scope: TalkersScope): CountedTalkers {
  const { session, snapshot, serverNow } = state;
  const pods = (snapshot?.pods ?? []).filter((pod) => isInScope(pod, scope));
  const uids = new Set(pods.map(({ uid }) => uid));
  const sources = (session?.logs.sources() ?? []).filter(({ uid }) => uids.has(uid));
  const counted = sources.filter((source) => source.volume.since() !== undefined);
  const uncounted = pods
    .filter(({ goneAt, containers }) => goneAt === undefined && containers.length > 0)
    .flatMap((pod) => uncountedLog(pod, session?.logs));
  return { recent: recentTalkers(counted, serverNow), uncounted };
}

export function isInScope({ uid, name }: PodRow, scope: TalkersScope): boolean {
  if (scope.kind === 'all pods') return true;
  return scope.kind === 'some pods' ? scope.uids.includes(uid) : (scope.pods?.includes(name) ?? false);
}

/** Returns the pod if its current lines are not counted. */
function uncountedLog({ uid, name }: PodRow, logs: LogStore | undefined): readonly Uncounted[] {
  const [main] = logs?.sourcesOf(uid) ?? [];
  const reason = main === undefined ? 'its log is not open yet' : uncountedReason(main);
  return reason === undefined ? [] : [{ pod: name, reason }];
}

function uncountedReason({ state, volume }: LogSource): string | undefined {
  switch (state.state) {
    case 'following':
      return undefined;
    case 'connecting':
      return 'its log is not open yet';
    case 'waiting':
      return volume.since() === undefined ? state.reason : undefined;
    case 'denied':
    case 'ended':
      return state.reason;
  }
}
