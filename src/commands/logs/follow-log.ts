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
  /** Said at once: no line is waited for. */
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
};

/** Follows one container's log as a session does, onto its way through: no faster than it is taken. */
export function followLog(
  { connection: { kubernetes, target }, now }: Services,
  origin: LogOrigin,
  { plan, facts, failed, tell, signal }: Following,
): FollowedLog {
  const { writer, items, backpressure } = createStreamingWriter(origin);
  let seen: string | undefined;
  let openedAt: number | undefined;
  let lastError: unknown;
  const waiting = reportWaiting((reason) => tell(`no line can come: ${reason}`));

  /**
   * What the person asked for goes for the beginning. What came since is not to be cut by it: not that of a container
   * that was started again, and not that of one that had no line before.
   */
  const asAsked = (options: PodLogOptions): PodLogOptions => {
    const { follow = false, previous = false, sinceTime } = options;
    if (sinceTime !== undefined || !(follow || previous)) return options;
    if (openedAt === undefined) return { ...options, ...sinceOptions(plan) };
    return { ...options, tailLines: undefined, ...sinceOptions(sinceAsked(plan, now() - openedAt)) };
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
      room: backpressure,
    },
  );
  return {
    items: items(signal),
    changed: () => {
      const pod = facts();
      const status = JSON.stringify([pod?.runs, pod?.isDeleted]);
      if (seen !== undefined && seen !== status) follower.wake();
      seen = status;
    },
    reopen: follower.reopen,
    stop: () => {
      follower.stop();
      waiting.stop();
    },
  };
}

/** The same beginning, so much later; of so many of the newest lines it cannot be told where that was. */
function sinceAsked(
  { tailLines, sinceMs, sinceTime }: LogsPlan,
  laterMs: number,
): Pick<LogsPlan, 'sinceMs' | 'sinceTime'> {
  if (tailLines !== undefined) return { sinceMs: laterMs, sinceTime: undefined };
  return { sinceMs: sinceMs === undefined ? undefined : sinceMs + laterMs, sinceTime };
}
