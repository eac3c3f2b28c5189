import type { PodLogOptions } from '../../kubernetes/api.ts';
import type { ItemSource } from '../../logs/stream/merge-items.ts';
import type { LogOrigin } from '../../logs/stream/streamed-event.ts';
import { createStreamingWriter } from '../../logs/stream/streaming-writer.ts';
import { followContainer } from '../../session/follow-container.ts';
import type { PodFacts } from '../../session/pods/pod-facts.ts';
import type { Services } from '../command.ts';
import { CommandError, exitCodes } from '../command-error.ts';
import type { LogsPlan } from './logs-plan.ts';

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
  readonly failed: (error: unknown) => void;
  readonly signal: AbortSignal;
};

/** Follows one container's log as a session does, onto its way through: no faster than it is taken. */
export function followLog(
  { connection: { kubernetes, target }, now }: Services,
  origin: LogOrigin,
  { plan, facts, failed, signal }: Following,
): FollowedLog {
  const { writer, items, drained } = createStreamingWriter(origin);
  let seen: string | undefined;

  /** What the person asked for goes for the first lines; from the newest one on the follower knows what is missing. */
  const asAsked = (options: PodLogOptions): PodLogOptions => {
    if (options.sinceTime !== undefined) return options;
    const { tailLines: _, ...whole } = options;
    const isFirst = writer.newestAt() === undefined;
    const sinceSeconds = plan.since === undefined ? undefined : Math.max(1, Math.ceil((now() - plan.since) / 1000));
    return { ...whole, tailLines: isFirst ? plan.tailLines : undefined, sinceSeconds };
  };
  async function* asTaken(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      yield chunk;
      await drained();
    }
  }
  const follower = followContainer(
    { podLog: async (options, streamSignal) => asTaken(await kubernetes.podLog(asAsked(options), streamSignal)) },
    {
      namespace: target.namespace,
      ...origin,
      facts,
      writer: {
        ...writer,
        setState: (state) => {
          if (state.state === 'denied') failed(new CommandError(exitCodes.notAllowed, state.reason));
          if (state.state === 'ended') writer.mark(`nothing more will come: ${state.reason}`);
          writer.setState(state);
        },
      },
    },
  );
  return {
    items: items(signal),
    changed: () => {
      const pod = facts();
      const standing = JSON.stringify([pod?.container, pod?.restarts]);
      if (seen !== undefined && seen !== standing) follower.wake();
      seen = standing;
    },
    reopen: follower.reopen,
    stop: follower.stop,
  };
}
