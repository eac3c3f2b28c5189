import { setTimeout as wait } from 'node:timers/promises';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { LogWriter } from '../../logs/log-writer.ts';
import type { PodFacts } from '../pods/pod-facts.ts';
import { beginFollowing, type FollowEffect, type FollowEvent, type FollowState, transition } from './follow-state.ts';
import { logStatus } from './log-status.ts';
import { type LogStream, type LogTarget, readLog, readMissedRun, readPreviousRun } from './read-log.ts';
import { createRetryPace } from './retry-pace.ts';

/** Of a log that was not followed from its beginning, if nothing else is said. */
const defaultFirstLines = 1000;
/** A pod's status tells of a restart within a second: how it ended is worth waiting for. */
const statusDelayMs = 2000;

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
  readonly podFacts: () => PodFacts | undefined;
  readonly writer: LogWriter;
  /** How much is read of a log that is there already: its newest lines; 1000 if it is not said. */
  readonly firstLines?: number | 'all';
  /** Whether the run before comes first, where the container was started again before it was followed. */
  readonly readsPrevious?: boolean;
  /** Each opening of a stream waits for its turn. */
  readonly limit?: <T>(open: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** To be waited for before more is read. */
  readonly room?: () => Promise<void> | undefined;
};

type Phase<Name extends FollowState['phase']> = Extract<FollowState, { readonly phase: Name }>;

/**
 * Follows one container's log into its source until the container has ended for good and everything was read: over
 * broken streams, rotated files and restarts of the container. What comes again is dropped by the writer, what may be
 * missing is marked. The state says what is to be done (see follow-state.ts); here it is done.
 */
export function followContainer(
  kubernetes: Pick<KubernetesApi, 'podLog'>,
  {
    namespace,
    pod,
    container,
    podFacts: facts,
    writer,
    firstLines = defaultFirstLines,
    readsPrevious = false,
    limit: turn = (open) => open(),
    room = () => undefined,
  }: FollowedContainer,
): ContainerFollower {
  const stopping = new AbortController();
  const pace = createRetryPace(writer.newestAt);
  const target: LogTarget = { writer, room, onWritten: pace.wrote };
  let state = beginFollowing({ tailLines: firstLines === 'all' ? undefined : firstLines, readsPrevious });
  let stream = abandoning();
  let pause = new AbortController();

  function abandoning(): LogStream {
    const givingUp = new AbortController();
    const signal = AbortSignal.any([givingUp.signal, stopping.signal]);
    const open: LogStream['open'] = (options) => {
      const whole = { namespace, pod, container, timestamps: true, ...options };
      return turn(() => kubernetes.podLog(whole, signal), signal);
    };
    return { open, signal, abandon: () => givingUp.abort() };
  }

  function perform(effect: FollowEffect): void {
    if (effect.effect === 'end') writer.end('complete');
    else if (effect.effect === 'mark') writer.mark(effect.cause);
    else if (effect.effect === 'begin') writer.begin({ again: false });
    else writer.setState(effect.state);
  }

  function apply(happened: FollowEvent): void {
    const event: FollowEvent = stopping.signal.aborted ? { event: 'stopped' } : happened;
    const observation = { status: logStatus(facts(), container), newestAt: writer.newestAt() };
    const [next, effects] = transition(state, event, observation);
    state = next;
    for (const effect of effects) perform(effect);
  }

  async function readPrevious({ isResumed, progress }: Phase<'reading-previous'>): Promise<FollowEvent> {
    const tailLines = progress.followedRun === undefined ? progress.tailLines : undefined;
    const how = await readPreviousRun(stream, target, { isResumed, tailLines });
    return { event: 'previous-read', isMissing: how === 'refused' };
  }

  async function read({ isResumed, progress }: Phase<'opening'>): Promise<FollowEvent> {
    const reading = stream;
    await readLog(
      reading,
      target,
      { isResumed, tailLines: progress.tailLines },
      {
        onOpened: () => {
          pace.opened();
          apply({ event: 'opened' });
        },
        onNotReached: async () => {
          if (!(await readMissedRun(reading, writer))) return;
          await pauseFor(statusDelayMs);
          apply({ event: 'run-detected' });
        },
      },
    );
    return { event: 'ended' };
  }

  async function attempt(reading: Promise<FollowEvent>): Promise<FollowEvent> {
    try {
      return await reading;
    } catch (error) {
      if (stream.signal.aborted) return { event: 'abandoned' };
      if (!(error instanceof KubernetesError)) throw error;
      return { event: 'failed', error };
    }
  }

  /** Cut short when something about the pod changes. */
  async function pauseFor(delayMs: number): Promise<void> {
    pause = new AbortController();
    await wait(delayMs, undefined, { signal: AbortSignal.any([pause.signal, stopping.signal]) }).catch(() => {});
  }

  async function waitToRetry({ phase, reason, progress }: Phase<'waiting' | 'refused'>): Promise<FollowEvent> {
    const isDenied = phase === 'refused';
    const { delayMs, isFirst } = pace.next(isDenied);
    // It was read a moment ago, and its pod may be going.
    if (isFirst && !progress.isComplete) return { event: 'waited' };
    writer.setState(
      isDenied ? { state: 'denied', reason } : { state: 'waiting', reason, nextTryAt: Date.now() + delayMs },
    );
    await pauseFor(delayMs);
    return { event: 'waited' };
  }

  /** Does what the state says, and tells what came of it. A log is followed in the same go in which it is opened. */
  function act(): FollowEvent | Promise<FollowEvent> {
    switch (state.phase) {
      case 'reading-previous':
        return attempt(readPrevious(state));
      case 'opening':
        return attempt(read(state));
      case 'waiting':
      case 'refused':
        return waitToRetry(state);
      default:
        stream = abandoning();
        return { event: 'pod-checked' };
    }
  }

  async function follow(): Promise<void> {
    while (state.phase !== 'done') apply(await act());
  }
  void follow();

  return {
    wake: () => pause.abort(),
    reopen: () => {
      stream.abandon();
      pause.abort();
    },
    stop: () => stopping.abort(),
  };
}
