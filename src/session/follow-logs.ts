import { mainContainer } from '../flink/names.ts';
import type { KubernetesApi } from '../kubernetes/api.ts';
import type { WritableLogStore } from '../logs/create-log-store.ts';
import { type ContainerFollower, followContainer } from './follow-container.ts';
import type { PodFacts } from './pods/pod-facts.ts';

const mostFollowed = 8;
/** Logs that are not followed any more stay readable within these bounds, the longest unused go first. */
const mostKept = { sources: 64, bytes: 64 * 1024 * 1024 };

export type LogsFollower = {
  /** These pods and no others, by uid; the first eight of them. */
  readonly follow: (uids: readonly string[]) => void;
  /** The watch has told something of the pods. */
  readonly podsChanged: () => void;
  /** After an outage: streams may be dead without knowing. */
  readonly reopen: () => void;
  readonly stop: () => void;
};

type Following = { readonly follower: ContainerFollower; seen: string };

/** Follows the logs of chosen pods into the store, each pod's from when it is there until it is gone. */
export function followLogs(
  kubernetes: Pick<KubernetesApi, 'podLog'>,
  namespace: string,
  store: WritableLogStore,
  factsOf: (uid: string) => PodFacts | undefined,
): LogsFollower {
  const following = new Map<string, Following>();
  /** By when they were last asked for, the oldest first. */
  const used = new Set<string>();
  let wanted: readonly string[] = [];

  const start = (uid: string) => {
    const facts = factsOf(uid);
    if (facts === undefined || following.has(uid)) return;
    const container = facts.containers.includes(mainContainer) ? mainContainer : (facts.containers[0] ?? mainContainer);
    const writer = store.open({ uid, pod: facts.name, container });
    const follower = followContainer(kubernetes, {
      namespace,
      pod: facts.name,
      container,
      facts: () => factsOf(uid),
      writer,
    });
    following.set(uid, { follower, seen: standingOf(facts) });
  };
  const stop = (uid: string) => {
    following.get(uid)?.follower.stop();
    following.delete(uid);
    for (const source of store.sourcesOf(uid)) {
      if (source.state.state === 'ended' || source.state.state === 'denied') continue;
      store.open(source).setState({ state: 'ended', reason: 'not followed any more' });
    }
  };
  const forgetSome = () => {
    let bytes = store.sources().reduce((sum, { counters }) => sum + counters.bytes, 0);
    for (const uid of used) {
      if (used.size <= mostKept.sources && bytes <= mostKept.bytes) return;
      if (following.has(uid)) continue;
      for (const { key, counters } of store.sourcesOf(uid)) {
        bytes -= counters.bytes;
        store.forget(key);
      }
      used.delete(uid);
    }
  };

  return {
    follow: (uids) => {
      wanted = uids.slice(0, mostFollowed);
      for (const uid of following.keys()) if (!wanted.includes(uid)) stop(uid);
      for (const uid of wanted) {
        used.delete(uid);
        used.add(uid);
        start(uid);
      }
      forgetSome();
    },
    podsChanged: () => {
      for (const uid of wanted) start(uid);
      for (const [uid, known] of following) {
        const seen = standingOf(factsOf(uid));
        if (seen !== known.seen) known.follower.wake();
        known.seen = seen;
      }
    },
    reopen: () => {
      for (const { follower } of following.values()) follower.reopen();
    },
    stop: () => {
      for (const { follower } of following.values()) follower.stop();
      following.clear();
    },
  };
}

function standingOf(facts: PodFacts | undefined): string {
  return facts === undefined ? 'gone' : JSON.stringify([facts.container, facts.restarts]);
}
