import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { backOffMs } from '../../kubernetes/transport/back-off.ts';
import type { SessionTarget } from '../session.ts';
import { carryConnection, type PodRoute } from './carry-connection.ts';
import { checkHost } from './check-host.ts';
import { createTargetFinder } from './find-target.ts';
import type { Forward, ForwardRequest, PodPort } from './forward.ts';
import {
  type ForwardEffect,
  type ForwardEvent,
  type ForwardProgress,
  nextForward,
  openedForward,
  retryForMs,
} from './forward-transitions.ts';
import { listen } from './listen.ts';
import { probe } from './probe.ts';
import { refusedHostPage } from './refused-host-page.ts';
import { unavailablePage } from './unavailable-page.ts';

/** Interval of pod lookups while the forward is live. */
const checkLiveMs = 15_000;
const firstRetryMs = 1000;
const maxRetryMs = 5000;
/** Requests the smallest response of Flink's REST API. */
const probeRequest = 'GET /config HTTP/1.1\r\nHost: flink-tui\r\nConnection: close\r\n\r\n';

export type OpenForward = {
  readonly current: () => Forward;
  readonly check: () => void;
  readonly close: () => void;
};

/**
 * Opens a local port and connects each client to the current target pod, or rejects with a LocalPortError. Failures of
 * pods, the API server or the network do not close the open port.
 */
export async function openForward(
  id: number,
  { target, ...listenOptions }: ForwardRequest,
  kubernetes: KubernetesApi,
  session: SessionTarget,
  onChange: () => void,
): Promise<OpenForward> {
  const closing = new AbortController();
  const finder = createTargetFinder(kubernetes, session, target);
  const connections = new Set<Socket>();
  const startedAt = Date.now();
  const traffic = { totalConnections: 0, bytesFromPod: 0, bytesToPod: 0 };
  let progress: ForwardProgress = openedForward(startedAt);
  let timer: NodeJS.Timeout | undefined;

  function dispatch(event: ForwardEvent): void {
    const [next, effects] = nextForward(progress, event);
    progress = next;
    for (const effect of effects) perform(effect);
  }

  function perform(effect: ForwardEffect): void {
    switch (effect.effect) {
      case 'probe':
        void report(probePod());
        break;
      case 'look-up':
        void report(finder.find(closing.signal));
        break;
      case 'forget-pod':
        finder.forget();
        break;
      case 'check-later':
        clearTimeout(timer);
        timer = setTimeout(() => dispatch({ event: 'check' }), pauseMs(effect.after));
        break;
      case 'cancel-check':
        clearTimeout(timer);
        break;
      case 'notify':
        onChange();
        break;
      case 'close-port':
        closing.abort(new Error('the forward was stopped'));
        server.close();
        for (const local of connections) local.destroy();
    }
  }

  async function report(check: Promise<PodPort>): Promise<void> {
    const event = await check.then(
      (via): ForwardEvent => ({ event: 'check-passed', via, at: Date.now() }),
      (error): ForwardEvent => ({ event: 'check-failed', error: error as Error, at: Date.now() }),
    );
    dispatch(event);
  }

  async function probePod(): Promise<PodPort> {
    const { stream, via } = await connect();
    await probe(stream, via.scheme === 'http' ? probeRequest : undefined);
    return via;
  }

  async function connect(): Promise<{ readonly stream: Duplex; readonly via: PodPort }> {
    const via = await finder.find(closing.signal);
    dispatch({ event: 'pod-found', via });
    const { pod, port } = via;
    const stream = await kubernetes.forward({ namespace: session.namespace, pod, port }, closing.signal);
    return { stream, via };
  }

  function routeFor(local: Socket): PodRoute {
    let via: PodPort | undefined;
    return {
      checkHost: (firstBytes) =>
        checkHost(firstBytes, {
          names: session.forwardHosts ?? [],
          addresses: [listenOptions.address, local.localAddress],
        }),
      refusedResponse: (firstBytes, host) => {
        dispatch({ event: 'host-refused', host, at: Date.now() });
        return refusedHostPage(firstBytes, { host, clusterId: session.clusterId });
      },
      connect: async () => {
        const connection = await connect();
        via = connection.via;
        return connection.stream;
      },
      connected: () => via && dispatch({ event: 'connection-opened', via, at: Date.now() }),
      failed: (error) => {
        dispatch({ event: 'connection-failed', error, at: Date.now() });
        return { retryForMs: retryForMs(progress, error) };
      },
      lost: (error) => dispatch({ event: 'connection-lost', error, at: Date.now() }),
      fromPod: (bytes) => {
        traffic.bytesFromPod += bytes;
      },
      toPod: (bytes) => {
        traffic.bytesToPod += bytes;
      },
      unavailableResponse: (firstBytes, error) =>
        unavailablePage(firstBytes, { title: `Cannot reach ${session.clusterId}`, reason: error.message }),
    };
  }

  const server = createServer({ allowHalfOpen: true }, (local) => {
    connections.add(local);
    traffic.totalConnections += 1;
    local.once('close', () => connections.delete(local));
    carryConnection(local, routeFor(local));
  });
  const localPort = await listen(server, listenOptions);
  server.on('error', (error) => dispatch({ event: 'port-failed', error, at: Date.now() }));
  dispatch({ event: 'check' });

  return {
    current: () => ({
      id,
      target,
      address: listenOptions.address,
      localPort,
      url: forwardUrl(progress.scheme, listenOptions.address, localPort),
      startedAt,
      state: progress.status,
      traffic: { openConnections: connections.size, ...traffic },
      lastError: progress.lastError,
    }),
    check: () => dispatch({ event: 'check' }),
    close: () => dispatch({ event: 'close' }),
  };
}

function pauseMs(after: 'success' | { readonly failures: number }): number {
  return after === 'success' ? checkLiveMs : backOffMs(after.failures, firstRetryMs, maxRetryMs);
}

/** Returns the URL at which a local browser reaches a forward. */
export function forwardUrl(scheme: 'http' | 'https', address: string, port: number): string {
  const isWildcard = ['0.0.0.0', '::', '*'].includes(address);
  const host = isWildcard ? '127.0.0.1' : address.includes(':') ? `[${address}]` : address;
  return `${scheme}://${host}:${port}`;
}
