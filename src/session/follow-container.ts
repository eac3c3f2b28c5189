import { setTimeout as wait } from 'node:timers/promises';
import type { KubernetesApi } from '../kubernetes/api.ts';
import { KubernetesError } from '../kubernetes/error.ts';
import type { LogWriter } from '../logs/log-writer.ts';
import { explainExit } from './pods/exit-code.ts';
import type { PodFacts } from './pods/pod-facts.ts';

/** How much of a log is read that was not followed yet, and how much at most to catch up with one that was. */
const firstLines = 1000;
const catchUpLines = 20_000;
/** A refused right is seldom granted while one looks, but right after its start an API server refuses everyone. */
const retryMs = { first: 500, most: 5000, mostIfDenied: 30_000 };

export type ContainerFollower = {
  /** Something about the pod has changed: whatever is waited for may have come. */
  readonly wake: () => void;
  /** Gives the stream up and opens another one: it may be dead without knowing. */
  readonly reopen: () => void;
  readonly stop: () => void;
};

export type FollowedContainer = {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The pod as the watch tells it now; undefined once it is gone. */
  readonly facts: () => PodFacts | undefined;
  readonly writer: LogWriter;
};

/**
 * Follows one container's log into its source until the container has ended for good: over broken streams, rotated
 * files and restarts of the container. Lines that come again are dropped by the writer, lines that may be missing
 * are marked.
 */
export function followContainer(
  kubernetes: Pick<KubernetesApi, 'podLog'>,
  { namespace, pod, container, facts, writer }: FollowedContainer,
): ContainerFollower {
  const stopping = new AbortController();
  let stream = new AbortController();
  let pause = new AbortController();
  let followedRun: number | undefined;
  let endedWell = true;
  let failures = 0;

  async function readOnce({ restarts, lastEnd }: PodFacts): Promise<void> {
    const isNewRun = followedRun !== undefined && restarts !== followedRun;
    const sinceTime = isNewRun ? undefined : writer.resumeTime();
    stream = new AbortController();
    const signal = AbortSignal.any([stream.signal, stopping.signal]);
    const tailLines = sinceTime === undefined && !isNewRun ? firstLines : catchUpLines;
    const bytes = await kubernetes.podLog(
      { namespace, pod, container, follow: true, timestamps: true, tailLines, sinceTime },
      signal,
    );
    if (isNewRun) {
      const how = lastEnd === undefined ? '' : ` (${explainExit(lastEnd.exitCode)})`;
      const loss = endedWell ? '' : '; the last lines before that may be missing';
      writer.mark(`the container was started again${how}${loss}`);
    }
    followedRun = restarts;
    endedWell = false;
    writer.begin({ again: sinceTime !== undefined });
    writer.setState({ state: 'following' });
    for await (const chunk of bytes) {
      failures = 0;
      writer.write(chunk);
    }
    endedWell = !signal.aborted;
    writer.end(endedWell ? 'complete' : 'broken');
  }

  async function pauseBecause(reason: string, isDenied: boolean): Promise<void> {
    const delayMs = Math.min(isDenied ? retryMs.mostIfDenied : retryMs.most, retryMs.first * 2 ** failures);
    failures += 1;
    writer.setState(
      isDenied ? { state: 'denied', reason } : { state: 'waiting', reason, nextTryAt: Date.now() + delayMs },
    );
    pause = new AbortController();
    await wait(delayMs, undefined, { signal: AbortSignal.any([pause.signal, stopping.signal]) }).catch(() => {});
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const now = facts();
      if (now === undefined) return writer.setState({ state: 'ended', reason: 'its pod is gone' });
      let isDenied = false;
      const hasStarted = now.container.state === 'running' || now.container.state === 'terminated';
      let reason = hasStarted ? 'the log has ended' : 'its container has not started yet';
      try {
        await readOnce(now);
        if (stream.signal.aborted) continue;
      } catch (error) {
        writer.end('broken');
        if (stopping.signal.aborted || stream.signal.aborted) continue;
        if (!(error instanceof KubernetesError)) throw error;
        isDenied = error.kind === 'forbidden';
        if (hasStarted || error.kind !== 'invalid') reason = error.message;
      }
      if (stopping.signal.aborted) return;
      const end = endForGood(facts());
      if (end !== undefined && endedWell) return writer.setState({ state: 'ended', reason: end });
      await pauseBecause(reason, isDenied);
    }
  }
  void run();

  return {
    wake: () => pause.abort(),
    reopen: () => {
      stream.abort();
      pause.abort();
    },
    stop: () => stopping.abort(),
  };
}

/** Why nothing more will come from the container; undefined while something may. */
function endForGood(pod: PodFacts | undefined): string | undefined {
  if (pod === undefined) return 'its pod is gone';
  if (pod.container.state !== 'terminated' || pod.restartsContainers) return undefined;
  return pod.container.reason === 'OOMKilled' ? 'OOM-killed' : explainExit(pod.container.exitCode);
}
