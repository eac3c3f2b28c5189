import { nameOf } from '../../cluster/cluster-objects.ts';
import type { Progress, Services } from '../../record/command.ts';
import { waitUntil } from '../../record/wait-until.ts';
import type { PodOutcome } from './pod-outcome.ts';
import { type PodWatchTarget, type WatchOptions, watchPod } from './watch-pod.ts';

/** Poll interval: at least 250 ms, and at most 40 polls per second over all pods. */
const minPollIntervalMs = 250;
const pollIntervalMsPerPod = 25;
/** For further pods, only the file and the interval are evidence. */
const maxFollowedLogs = 24;

const isFinal = ({ status }: PodOutcome) => status !== 'pending' && status !== 'synced';

type PodWatch = {
  readonly options: Omit<WatchOptions, 'pollIntervalMs' | 'followsLog'>;
  /** Whether another change has replaced the file. */
  readonly isReplaced: () => Promise<boolean>;
  readonly timeoutMs: number;
};

/** Watches all pods until each outcome is final or the timeout passes. Returns the outcomes in pod order. */
export async function* watchPods(
  services: Services,
  pods: readonly PodWatchTarget[],
  { options, isReplaced, timeoutMs }: PodWatch,
  signal: AbortSignal,
): AsyncGenerator<Progress, readonly PodOutcome[], void> {
  const outcomes = new Map<string, PodOutcome>();
  const end = new AbortController();
  const combined = AbortSignal.any([signal, end.signal]);
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => {}); // Avoids an unhandled rejection after the end.
  const pollIntervalMs = Math.max(minPollIntervalMs, pods.length * pollIntervalMsPerPod);
  const watching = Promise.all(
    pods.map((watched, index) => {
      const onChange = (outcome: PodOutcome) => outcomes.set(outcome.pod, outcome);
      return watchPod(
        services,
        watched,
        { ...options, pollIntervalMs, followsLog: index < maxFollowedLogs },
        onChange,
        combined,
      );
    }),
  ).catch((error: unknown) => {
    if (!combined.aborted) failure.reject(error);
  });
  const known = () => pods.flatMap(({ pod }) => outcomes.get(nameOf(pod)) ?? []);
  try {
    const poll = async () => {
      if (await isReplaced()) return { done: true };
      const final = known().filter(isFinal).length;
      if (final === pods.length) return { done: true };
      const synced = known().filter(({ status }) => status !== 'pending').length;
      return { waitingFor: `Synced in ${synced} of ${pods.length} pods, live in ${final}` };
    };
    // A failure takes precedence over the poll result.
    yield* waitUntil(() => Promise.race([failure.promise, poll()]), { timeoutMs, now: services.now }, signal);
    return known();
  } finally {
    end.abort();
    await watching;
  }
}
