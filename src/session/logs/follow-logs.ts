import { mainContainer } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { WritableLogStore } from '../../logs/create-log-store.ts';
import type { PodFacts } from '../pods/pod-facts.ts';
import { type ContainerFollower, followContainer } from './follow-container.ts';
import { createSemaphore } from './semaphore.ts';

/** Maximum number of followed logs. Each one uses a connection to the API server. */
const maxFollowed = 200;
/**
 * Maximum number of streams that are opened at the same time. It limits the load when attaching to hundreds of pods.
 */
const maxOpening = 6;
/** Existing lines to read on attach: limits per log, and in total. */
const firstLines = { maxPerLog: 1000, minPerLog: 100, total: 20_000 };

export type LogsFollower = {
  /**
   * Sets the logs on screen, which are followed first. Keys are a pod's uid for its main container, or `uid/container`.
   */
  readonly follow: (keys: readonly string[]) => void;
  /** Call this when the watch has updated the pods. */
  readonly podsChanged: () => void;
  /** Forgets the logs of deleted pods, except pods with these uids. */
  readonly forgetOthers: (uids: ReadonlySet<string>) => void;
  /** Replaces all streams. After an outage, they may have broken without an error. */
  readonly reopen: () => void;
  readonly stop: () => void;
};

type Following = { readonly uid: string; readonly follower: ContainerFollower; status: string };

/** Follows the log of every pod from the attach until the log has ended, and stores its lines. */
export function followLogs(
  kubernetes: Pick<KubernetesApi, 'podLog'>,
  namespace: string,
  store: WritableLogStore,
  pods: () => ReadonlyMap<string, PodFacts>,
): LogsFollower {
  const following = new Map<string, Following>();
  const semaphore = createSemaphore(maxOpening);
  let shown: ReadonlySet<string> = new Set();
  /** Pods that existed on attach, and the number of lines to read from each. */
  let first: { readonly uids: ReadonlySet<string>; readonly lines: number } | undefined;

  /** `ended` are the followed logs that have ended. Another log may take their slots. */
  const start = (pod: PodFacts, container: string, ended: string[]) => {
    const key = `${pod.uid}/${container}`;
    const state = store.source(key)?.state;
    if (following.has(key) || (state?.state === 'ended' && state.reason !== notFollowedReason)) return;
    const isOverLimit = following.size >= maxFollowed && !freeSlotFor(key, ended);
    if (isOverLimit && state !== undefined) return;
    const writer = store.open({ uid: pod.uid, pod: pod.name, container });
    if (isOverLimit) return writer.setState({ state: 'ended', reason: notFollowedReason });
    const follower = followContainer(kubernetes, {
      namespace,
      pod: pod.name,
      container,
      podFacts: () => pods().get(pod.uid),
      writer,
      firstLines: first?.uids.has(pod.uid) ? first.lines : 'all',
      readsPrevious: true,
      limit: (open, signal) => semaphore(() => shown.has(key), open, signal),
      backpressure: store.backpressure,
    });
    following.set(key, { uid: pod.uid, follower, status: statusKey(pod) });
  };
  /**
   * Frees the slot of an ended log or, for a log on screen, of a log that is not on screen. Returns whether a slot was
   * freed.
   */
  const freeSlotFor = (key: string, ended: string[]): boolean => {
    const other =
      ended.shift() ??
      (shown.has(key) ? [...following.keys()].findLast((otherKey) => !shown.has(otherKey)) : undefined);
    const source = other === undefined ? undefined : store.source(other);
    if (other === undefined || source === undefined) return false;
    following.get(other)?.follower.stop();
    following.delete(other);
    if (!hasEnded(other)) store.open(source).setState({ state: 'ended', reason: notFollowedReason });
    return true;
  };
  const hasEnded = (key: string) => store.source(key)?.state.state === 'ended';
  const startAll = () => {
    const all = [...pods().values()];
    if (all.length === 0) return;
    const ended = [...following.keys()].filter(hasEnded);
    first ??= { uids: new Set(all.map(({ uid }) => uid)), lines: linesOfEach(all.length) };
    for (const key of shown) {
      const [uid = '', container] = key.split('/');
      const pod = pods().get(uid);
      if (pod !== undefined && container !== undefined) start(pod, container, ended);
    }
    for (const pod of all.sort(jobManagersFirst)) start(pod, mainOf(pod), ended);
  };

  return {
    follow: (keys) => {
      shown = new Set(keys.map((key) => (key.includes('/') ? key : `${key}/${mainOf(pods().get(key))}`)));
      startAll();
    },
    podsChanged: () => {
      startAll();
      for (const entry of following.values()) {
        const status = statusKey(pods().get(entry.uid));
        if (status !== entry.status) entry.follower.wake();
        entry.status = status;
      }
    },
    forgetOthers: (uids) => {
      for (const { key, uid } of store.sources()) {
        if (uids.has(uid) || pods().has(uid)) continue;
        following.get(key)?.follower.stop();
        following.delete(key);
        store.forget(key);
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

const notFollowedReason = `not followed: at most ${maxFollowed} logs are followed at a time; open this log to follow it`;

function linesOfEach(pods: number): number {
  return Math.min(firstLines.maxPerLog, Math.max(firstLines.minPerLog, Math.floor(firstLines.total / pods)));
}

function jobManagersFirst(a: PodFacts, b: PodFacts): number {
  return Number(b.role === 'jobmanager') - Number(a.role === 'jobmanager');
}

function mainOf(pod: PodFacts | undefined): string {
  return pod?.containers[0] ?? mainContainer;
}

function statusKey(pod: PodFacts | undefined): string {
  return pod === undefined ? 'gone' : JSON.stringify([pod.isBeingDeleted, pod.runs]);
}
