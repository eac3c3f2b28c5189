import type { KubernetesApi, PodLogOptions } from '../../kubernetes/api.ts';
import type { LogSourceState } from '../../logs/log-store.ts';
import type { ItemSource } from '../../logs/stream/merge-items.ts';
import type { LogOrigin } from '../../logs/stream/streamed-event.ts';
import { createStreamingWriter } from '../../logs/stream/streaming-writer.ts';
import { followContainer } from '../../session/follow-container.ts';
import type { PodFacts } from '../../session/pods/pod-facts.ts';
import type { Services } from '../command.ts';
import type { LogsPlan } from './logs-plan.ts';
import { sinceOptions } from './since-options.ts';

export type FollowedLog = {
  readonly items: ItemSource;
  /** Something about the pod has changed. */
  readonly changed: () => void;
  /** The stream may be dead without knowing. */
  readonly reopen: () => void;
  readonly stop: () => void;
};

type Following = {
  readonly plan: LogsPlan;
  readonly facts: () => PodFacts | undefined;
  /** It may not be read, and is not followed any more. Called once at most. */
  readonly failed: (error: unknown) => void;
  readonly signal: AbortSignal;
};

/** Follows one container's log as a session does, onto its way through: no faster than it is taken. */
export function followLog(
  { connection: { kubernetes, target }, now }: Services,
  origin: LogOrigin,
  { plan, facts, failed, signal }: Following,
): FollowedLog {
  const { writer, items, room } = createStreamingWriter(origin);
  let seen: string | undefined;
  let openedAt: number | undefined;
  let lastError: unknown;

  /** What the person asked for goes for the beginning; from the newest line on the follower knows what is missing. */
  const asAsked = (options: PodLogOptions): PodLogOptions => {
    if (options.follow !== true || options.sinceTime !== undefined) return options;
    if (openedAt === undefined || writer.newestAt() !== undefined) return { ...options, ...sinceOptions(plan) };
    // It broke before there was a line: what came meanwhile is not to be cut by --tail.
    const sinceMs = now() - openedAt;
    return { ...options, tailLines: undefined, ...sinceOptions({ sinceMs, sinceTime: undefined }) };
  };
  const podLog: KubernetesApi['podLog'] = async (options, streamSignal) => {
    try {
      const bytes = await kubernetes.podLog(asAsked(options), streamSignal);
      openedAt ??= now();
      return bytes;
    } catch (error) {
      lastError = error;
      throw error;
    }
  };
  const setState = (state: LogSourceState) => {
    // Right after its start an API server refuses everyone: what was read before will be again.
    if (state.state === 'denied' && openedAt === undefined) {
      failed(lastError);
      follower.stop();
    }
    if (state.state === 'ended') writer.mark(`nothing more will come: ${state.reason}`);
    writer.setState(state.state === 'denied' && openedAt !== undefined ? { state: 'following' } : state);
  };
  const follower = followContainer(
    { podLog },
    {
      namespace: target.namespace,
      ...origin,
      facts,
      writer: { ...writer, setState },
      firstLines: plan.tailLines ?? 'all',
      room,
    },
  );
  return {
    items: items(signal),
    changed: () => {
      const pod = facts();
      const standing = JSON.stringify([pod?.runs, pod?.isDeleted]);
      if (seen !== undefined && seen !== standing) follower.wake();
      seen = standing;
    },
    reopen: follower.reopen,
    stop: follower.stop,
  };
}
