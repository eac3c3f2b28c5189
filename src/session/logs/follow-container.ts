import { setTimeout as wait } from 'node:timers/promises';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { LogWriter } from '../../logs/log-writer.ts';
import type { PodFacts } from '../pods/pod-facts.ts';
import {
  type FollowEffect,
  type FollowEvent,
  type FollowState,
  initialFollowState,
  transition,
} from './follow-state.ts';
import { logStatus } from './log-status.ts';
import { type LogStream, type LogTarget, readLog, readMissedRun, readPreviousRun } from './read-log.ts';
import { createRetryPace } from './retry-pace.ts';

/** Default number of lines to read from an existing log. */
const defaultFirstLines = 1000;
/** Delay until the pod's status shows a restart with its exit reason. The update usually takes less than a second. */
const statusDelayMs = 2000;

export type ContainerFollower = {
  /** Ends the current wait. Call this when the pod has changed. */
  readonly wake: () => void;
  /** Replaces the stream, which may have broken without an error. */
  readonly reopen: () => void;
  readonly stop: () => void;
};

export type FollowedContainer = {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Returns the pod's facts from the watch; undefined once the pod is gone. */
  readonly podFacts: () => PodFacts | undefined;
  readonly writer: LogWriter;
  /** Number of newest lines to read from an existing log; 1000 by default. */
  readonly firstLines?: number | 'all';
  /** Whether to read the previous run first if the container restarted before it was followed. */
  readonly readsPrevious?: boolean;
  /** Limits the number of streams that are opened at the same time. */
  readonly limit?: <T>(open: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** Returns a promise to await before reading more if the storage is behind; otherwise undefined. */
  readonly backpressure?: () => Promise<void> | undefined;
};

type Phase<Name extends FollowState['phase']> = Extract<FollowState, { readonly phase: Name }>;

/**
 * Reads one container's log to its end, across broken streams, rotated files and restarts. follow-state.ts decides the
 * next step, and this function performs it.
 */
export function followContainer(
  kubernetes: Pick<KubernetesApi, 'podLog'>,
  {
    namespace,
    pod,
    container,
    podFacts,
    writer,
    firstLines = defaultFirstLines,
    readsPrevious = false,
    limit = (open) => open(),
    backpressure = () => undefined,
  }: FollowedContainer,
): ContainerFollower {
  const stopping = new AbortController();
  const pace = createRetryPace(writer.newestAt);
  const target: LogTarget = { writer, backpressure, onWritten: pace.wrote };
  let state = initialFollowState({ tailLines: firstLines === 'all' ? undefined : firstLines, readsPrevious });
  let stream = createStream();
  let pause = new AbortController();

  function createStream(): LogStream {
    const abandoning = new AbortController();
    const signal = AbortSignal.any([abandoning.signal, stopping.signal]);
    const open: LogStream['open'] = (options) => {
      const request = { namespace, pod, container, timestamps: true, ...options };
      return limit(() => kubernetes.podLog(request, signal), signal);
    };
    return { open, signal, abandon: () => abandoning.abort() };
  }

  function perform(effect: FollowEffect): void {
    if (effect.effect === 'end') writer.end('complete');
    else if (effect.effect === 'mark') writer.markGap(effect.cause);
    else if (effect.effect === 'begin') writer.begin({ isResumed: false });
    else writer.setState(effect.state);
  }

  function apply(outcome: FollowEvent): void {
    const event: FollowEvent = stopping.signal.aborted ? { event: 'stopped' } : outcome;
    const observation = { status: logStatus(podFacts(), container), newestAt: writer.newestAt() };
    const [next, effects] = transition(state, event, observation);
    state = next;
    for (const effect of effects) perform(effect);
  }

  async function readPrevious({ isResumed, progress }: Phase<'reading-previous'>): Promise<FollowEvent> {
    const tailLines = progress.followedRun === undefined ? progress.tailLines : undefined;
    const outcome = await readPreviousRun(stream, target, { isResumed, tailLines });
    return { event: 'previous-read', isMissing: outcome === 'missing' };
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
        onGap: async () => {
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

  /** Waits until the delay is over or the pod changes. */
  async function pauseFor(delayMs: number): Promise<void> {
    pause = new AbortController();
    await wait(delayMs, undefined, { signal: AbortSignal.any([pause.signal, stopping.signal]) }).catch(() => {});
  }

  async function waitToRetry({ phase, reason, progress }: Phase<'waiting' | 'refused'>): Promise<FollowEvent> {
    const isDenied = phase === 'refused';
    const { delayMs, isFirst } = pace.next(isDenied);
    // Retry the first time without a delay, because the pod may soon be deleted.
    if (isFirst && !progress.isComplete) return { event: 'waited' };
    writer.setState(
      isDenied ? { state: 'denied', reason } : { state: 'waiting', reason, nextTryAt: Date.now() + delayMs },
    );
    await pauseFor(delayMs);
    return { event: 'waited' };
  }

  /** Performs the current phase and returns its outcome. Opening a log includes following it to its end. */
  function performPhase(): FollowEvent | Promise<FollowEvent> {
    switch (state.phase) {
      case 'reading-previous':
        return attempt(readPrevious(state));
      case 'opening':
        return attempt(read(state));
      case 'waiting':
      case 'refused':
        return waitToRetry(state);
      default:
        stream = createStream();
        return { event: 'pod-checked' };
    }
  }

  async function follow(): Promise<void> {
    while (state.phase !== 'done') apply(await performPhase());
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
