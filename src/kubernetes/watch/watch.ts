import type { Watch, WatchListener, WatchState, WatchTarget } from '../api.ts';
import { KubernetesError, type KubernetesErrorKind } from '../error.ts';
import type { KubernetesObject } from '../objects.ts';
import { backOffMs } from '../transport/back-off.ts';
import { defaultTimeoutMs, pathWithQuery, resourceAttributesOf } from '../transport/call.ts';
import { isConnectionLost, isIdleTimeout } from '../transport/connection-error.ts';
import type { Transport } from '../transport/transport.ts';
import { listAll } from './list.ts';
import { readWatchEvents } from './watch-events.ts';
import { createWatchedItems } from './watched-items.ts';

/** The server ends a watch after this time, and the client resumes it. */
const watchSeconds = 240;
/**
 * A bookmark arrives about every minute, so a watch without data for this time is resumed. The kernel's probes detect a
 * dead connection within 20 s (create-agent.ts), but only `ping` detects a frozen server.
 */
const maxIdleMs = 150_000;
const retryCapMs = 4000;
/** Permissions rarely change, but an API server also denies every request shortly after it starts. */
const deniedRetryCapMs = 30_000;
/** Minimum duration of a working watch. A shorter watch is resumed after a pause, to avoid a loop of requests. */
const minWatchMs = 1000;
/** The resource version stays valid after errors of these kinds. */
const connectionKinds: ReadonlySet<KubernetesErrorKind> = new Set([
  'unreachable',
  'timeout',
  'unauthorized',
  'credentials',
]);

/**
 * Keeps a list current and retries without limit. The state becomes stale or denied after a failure, except after a 410
 * or a period without data.
 */
export function startWatch<T extends KubernetesObject>(
  transport: Transport,
  target: WatchTarget,
  listener: WatchListener<T>,
): Watch {
  const stopping = new AbortController();
  const { signal } = stopping;
  const attributes = resourceAttributesOf('watch', target);
  const items = createWatchedItems<T>();
  let state: WatchState = { state: 'connecting' };
  let lastReceivedAt = Date.now();
  let failures = 0;
  let wake = () => {};
  let connection = new AbortController();

  const setState = (next: WatchState) => {
    state = next;
    listener.onState(next);
  };

  const pauseFor = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const list = async () => {
    const result = await listAll<T>(transport, target, signal);
    if (signal.aborted) return;
    lastReceivedAt = Date.now();
    items.replace(result.items, result.resourceVersion);
    listener.onItems(items.toArray());
  };

  /** Resolves when the server ends the watch normally. */
  const follow = async () => {
    const { labelSelector, fieldSelector } = target;
    const { resourceVersion } = items;
    const query = { watch: true, allowWatchBookmarks: true, timeoutSeconds: watchSeconds, resourceVersion };
    const path = pathWithQuery(target, { ...query, labelSelector, fieldSelector });
    const anyAbort = AbortSignal.any([signal, connection.signal]);
    const call = { method: 'GET', path, attributes, timeoutMs: defaultTimeoutMs, signal: anyAbort } as const;
    const bytes = await transport.stream(call, maxIdleMs);
    const openedAt = Date.now();
    if (state.state !== 'live') setState({ state: 'live', since: openedAt });
    try {
      for await (const events of readWatchEvents<T>(bytes, attributes)) {
        if (anyAbort.aborted) return;
        lastReceivedAt = Date.now();
        if (items.apply(events)) listener.onItems(items.toArray());
      }
      lastReceivedAt = Date.now();
    } finally {
      if (Date.now() - openedAt >= minWatchMs) failures = 0;
    }
    if (Date.now() - openedAt < minWatchMs) await pauseFor(minWatchMs);
  };

  /** Updates the state after a failure and waits before the retry. */
  const recover = async (error: KubernetesError) => {
    if (!connectionKinds.has(error.kind)) items.resourceVersion = undefined;
    if (isIdleTimeout(error)) return;
    failures += 1;
    if (error.kind === 'gone') {
      if (failures > 1) await pauseFor(backOffMs(failures, 250, retryCapMs));
      return;
    }
    if (error.kind === 'forbidden') {
      setState({ state: 'denied', error });
      await pauseFor(backOffMs(failures, 1000, deniedRetryCapMs));
      return;
    }
    const delayMs = backOffMs(failures, 250, retryCapMs);
    const since = state.state === 'stale' ? state.since : isConnectionLost(error) ? Date.now() : lastReceivedAt;
    setState({ state: 'stale', since, reason: error.message, nextTryAt: Date.now() + delayMs });
    await pauseFor(delayMs);
  };

  const run = async () => {
    listener.onState(state);
    while (!signal.aborted) {
      const dropped = transport.dropped();
      connection = new AbortController();
      try {
        if (items.resourceVersion === undefined) await list();
        if (!signal.aborted) await follow();
      } catch (error) {
        if (signal.aborted) return;
        if (connection.signal.aborted) continue;
        // An error thrown by a listener is a bug and must not look like a network error.
        if (!(error instanceof KubernetesError)) throw error;
        // A connection closed by `reconnect` is not a failure.
        if (!dropped.aborted) await recover(error);
      }
    }
  };

  const stop = () => {
    transport.closed.removeEventListener('abort', stop);
    stopping.abort();
    wake();
  };
  transport.closed.addEventListener('abort', stop);
  void run();
  const reopen = () => {
    connection.abort();
    wake();
  };
  return { retryNow: () => wake(), reopen, stop };
}
