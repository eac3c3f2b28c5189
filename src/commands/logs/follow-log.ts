import type { KubernetesApi, PodLogOptions } from '../../kubernetes/api.ts';
import { describeEndOfLog } from '../../logs/intake/gap-text.ts';
import type { LogSourceState } from '../../logs/log-store.ts';
import type { ItemSource } from '../../logs/stream/merge-items.ts';
import type { LogOrigin } from '../../logs/stream/streamed-event.ts';
import { createStreamingWriter } from '../../logs/stream/streaming-writer.ts';
import { followContainer } from '../../session/logs/follow-container.ts';
import type { PodFacts } from '../../session/pods/pod-facts.ts';
import type { Services } from '../record/command.ts';
import type { LogsPlan } from './logs-plan.ts';
import { reportWaiting } from './report-waiting.ts';
import { sinceOptions } from './since-options.ts';

export type FollowedLog = {
  readonly items: ItemSource;
  /** Handles a change of the pod. */
  readonly changed: () => void;
  /** Reopens the stream, which may be dead. */
  readonly reopen: () => void;
  readonly stop: () => void;
};

type FollowLogOptions = {
  readonly plan: LogsPlan;
  readonly facts: () => PodFacts | undefined;
  /** Called at most once, when access is denied and following ends. */
  readonly failed: (error: unknown) => void;
  /** Reports a note immediately, without waiting for a log line. */
  readonly report: (text: string) => void;
  readonly signal: AbortSignal;
};

/** Follows one container's log, as a session does. The stream waits if the items are not consumed. */
export function followLog(
  { connection: { kubernetes, target }, now }: Services,
  origin: LogOrigin,
  { plan, facts, failed, report, signal }: FollowLogOptions,
): FollowedLog {
  const { writer, items, backpressure } = createStreamingWriter(origin);
  let previousStatus: string | undefined;
  let openedAt: number | undefined;
  let lastError: unknown;
  const waiting = reportWaiting((reason) => report(`no log available: ${reason}`));

  /** Applies `--since` and `--tail` to the first stream. Later streams must not lose lines written in the meantime. */
  const withStartOptions = (options: PodLogOptions): PodLogOptions => {
    const { follow = false, previous = false, sinceTime } = options;
    if (sinceTime !== undefined || !(follow || previous)) return options;
    if (openedAt === undefined) return { ...options, ...sinceOptions(plan) };
    return { ...options, tailLines: undefined, ...sinceOptions(extendSince(plan, now() - openedAt)) };
  };
  const podLog: KubernetesApi['podLog'] = async (options, streamSignal) => {
    try {
      const bytes = await kubernetes.podLog(withStartOptions(options), streamSignal);
      openedAt ??= now();
      return bytes;
    } catch (error) {
      lastError = error;
      throw error;
    }
  };
  const setState = (state: LogSourceState) => {
    // A starting API server denies all requests. Keep following if the log was readable before.
    if (state.state === 'denied' && openedAt === undefined) {
      failed(lastError);
      follower.stop();
    }
    waiting.changed(state.state === 'waiting' || state.state === 'denied' ? state.reason : undefined);
    if (state.state === 'ended') writer.markGap(describeEndOfLog(state.reason));
    writer.setState(state.state === 'denied' && openedAt !== undefined ? { state: 'following' } : state);
  };
  const follower = followContainer(
    { podLog },
    {
      namespace: target.namespace,
      ...origin,
      podFacts: facts,
      writer: { ...writer, setState },
      firstLines: plan.tailLines ?? 'all',
      backpressure: backpressure,
    },
  );
  return {
    items: items(signal),
    changed: () => {
      const pod = facts();
      const status = JSON.stringify([pod?.runs, pod?.isBeingDeleted]);
      if (previousStatus !== undefined && previousStatus !== status) follower.wake();
      previousStatus = status;
    },
    reopen: follower.reopen,
    stop: () => {
      follower.stop();
      waiting.stop();
    },
  };
}

/**
 * Extends the start time of the plan by the elapsed time. With `--tail`, the start time is unknown, so the elapsed time
 * is the maximum age of a line.
 */
function extendSince(
  { tailLines, sinceMs, sinceTime }: LogsPlan,
  elapsedMs: number,
): Pick<LogsPlan, 'sinceMs' | 'sinceTime'> {
  if (tailLines !== undefined) return { sinceMs: elapsedMs, sinceTime: undefined };
  return { sinceMs: sinceMs === undefined ? undefined : sinceMs + elapsedMs, sinceTime };
}
