import { nameOf } from '../../cluster/cluster-objects.ts';
import type { Progress, Services } from '../../record/command.ts';
import { waitUntil } from '../../record/wait-until.ts';
import type { PodOutcome } from './pod-outcome.ts';
import { type WatchedPod, type WatchOptions, watchPod } from './watch-pod.ts';

/** More pods are looked at more seldom: 40 times a second at most. */
const fastestLookMs = 250;
const lookMsForPod = 25;
/** Of more pods the file and the interval have to tell. */
const mostLogs = 24;

const isOver = ({ state }: PodOutcome) => state !== 'written' && state !== 'in the pod';

type PodWatch = {
  readonly terms: Omit<WatchOptions, 'lookEveryMs' | 'log'>;
  /** Looks whether it is in vain by now: another file is on its way to the pods. */
  readonly isReplaced: () => Promise<boolean>;
  readonly timeoutMs: number;
};

/** Goes with all pods at once, until each is through or the time is over; what became of each, in their order. */
export async function* watchPods(
  services: Services,
  pods: readonly WatchedPod[],
  { terms, isReplaced, timeoutMs }: PodWatch,
  signal: AbortSignal,
): AsyncGenerator<Progress, readonly PodOutcome[], void> {
  const outcomes = new Map<string, PodOutcome>();
  const end = new AbortController();
  const both = AbortSignal.any([signal, end.signal]);
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {}); // What nobody waits for any more.
  const lookEveryMs = Math.max(fastestLookMs, pods.length * lookMsForPod);
  const watching = Promise.all(
    pods.map((watched, index) => {
      const changed = (outcome: PodOutcome) => outcomes.set(outcome.pod, outcome);
      return watchPod(services, watched, { ...terms, lookEveryMs, log: index < mostLogs }, changed, both);
    }),
  ).catch((error: unknown) => {
    if (!both.aborted) failure.reject(error);
  });
  const known = () => pods.flatMap(({ pod }) => outcomes.get(nameOf(pod)) ?? []);
  try {
    const look = async () => {
      if (await isReplaced()) return { done: true };
      const over = known().filter(isOver).length;
      if (over === pods.length) return { done: true };
      const arrived = known().filter(({ state }) => state !== 'written').length;
      return { waitingFor: `in ${arrived} of ${pods.length} pods, live in ${over}` };
    };
    // Of two that are settled the first one counts.
    yield* waitUntil(() => Promise.race([failure.promise, look()]), { timeoutMs, now: services.now }, signal);
    return known();
  } finally {
    end.abort();
    await watching;
  }
}
