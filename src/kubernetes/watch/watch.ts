import type { Watch, WatchListener, WatchState, WatchTarget } from '../api.ts';
import { KubernetesError, type KubernetesErrorKind } from '../error.ts';
import type { KubernetesObject } from '../objects.ts';
import { backOffMs } from '../transport/back-off.ts';
import { defaultTimeoutMs, pathWithQuery, subjectOf } from '../transport/call.ts';
import { isCut, isSilent } from '../transport/connection-error.ts';
import type { Transport } from '../transport/transport.ts';
import { listAll } from './list.ts';
import { readWatchEvents } from './watch-events.ts';
import { createWatchedItems } from './watched-items.ts';

/** The server ends a watch after this long, and it is resumed from where it was. */
const watchSeconds = 240;
/**
 * A bookmark comes about every minute. A watch that hears nothing for longer than this is resumed. A connection
 * that died is noticed within 20 s by the kernel's probes (create-agent.ts); a server that is frozen is not, since its
 * kernel answers them: that shows in `ping`.
 */
const silenceMs = 150_000;
const retryCapMs = 4000;
/** A missing right is seldom granted soon; but just after its start an API server refuses everyone for a moment. */
const deniedRetryCapMs = 30_000;
/** A watch that was ended sooner was not served: to resume it at once would be a loop. */
const shortestWatchMs = 1000;
/** Kinds that say nothing against the resource version. */
const connectionKinds: ReadonlySet<KubernetesErrorKind> = new Set([
  'unreachable',
  'timeout',
  'unauthorized',
  'credentials',
]);

/**
 * Keeps a list current. Every way in which a watch can end leads to another try: an end by the server, 410 and
 * silence at once and without a change of state, all else visibly and after a back-off without end.
 */
export function startWatch<T extends KubernetesObject>(
  transport: Transport,
  target: WatchTarget,
  listener: WatchListener<T>,
): Watch {
  const stopping = new AbortController();
  const { signal } = stopping;
  const subject = subjectOf('watch', target);
  const items = createWatchedItems<T>();
  let state: WatchState = { state: 'connecting' };
  let lastHeardAt = Date.now();
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
    lastHeardAt = Date.now();
    items.replace(result.items, result.resourceVersion);
    listener.onItems(items.toArray());
  };

  /** Resolves when the server ends the watch in good order. */
  const follow = async () => {
    const { labelSelector, fieldSelector } = target;
    const { resourceVersion } = items;
    const query = { watch: true, allowWatchBookmarks: true, timeoutSeconds: watchSeconds, resourceVersion };
    const path = pathWithQuery(target, { ...query, labelSelector, fieldSelector });
    const either = AbortSignal.any([signal, connection.signal]);
    const call = { method: 'GET', path, subject, timeoutMs: defaultTimeoutMs, signal: either } as const;
    const bytes = await transport.stream(call, silenceMs);
    const openedAt = Date.now();
    if (state.state !== 'live') setState({ state: 'live', since: openedAt });
    try {
      for await (const events of readWatchEvents<T>(bytes, subject)) {
        if (either.aborted) return;
        lastHeardAt = Date.now();
        if (items.apply(events)) listener.onItems(items.toArray());
      }
      lastHeardAt = Date.now();
    } finally {
      if (Date.now() - openedAt >= shortestWatchMs) failures = 0;
    }
    if (Date.now() - openedAt < shortestWatchMs) await pauseFor(shortestWatchMs);
  };

  /** Tells how it stands, and waits as long as it is worth. */
  const recover = async (error: KubernetesError) => {
    if (!connectionKinds.has(error.kind)) items.resourceVersion = undefined;
    if (isSilent(error)) return;
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
    const since = state.state === 'stale' ? state.since : isCut(error) ? Date.now() : lastHeardAt;
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
        // A listener's own error is a fault of the program and must not look like the network's.
        if (!(error instanceof KubernetesError)) throw error;
        // What we ended ourselves says nothing of the server.
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
