import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { backOffMs } from '../../kubernetes/transport/back-off.ts';
import type { SessionTarget } from '../session.ts';
import { admitHost } from './admit-host.ts';
import { carryConnection, type PodRoute } from './carry-connection.ts';
import { createTargetFinder } from './find-target.ts';
import type { Forward, ForwardRequest, PodPort } from './forward.ts';
import {
  type ForwardEffect,
  type ForwardEvent,
  type ForwardProgress,
  nextForward,
  openedForward,
  patienceMs,
} from './forward-transitions.ts';
import { forwardUrl } from './forward-url.ts';
import { listen } from './listen.ts';
import { probe } from './probe.ts';
import { refusedHostPage } from './refused-host-page.ts';
import { unavailablePage } from './unavailable-page.ts';

/** While all is well only the pod is looked up, and no connection made to it. */
const checkLiveMs = 15_000;
const firstRetryMs = 1000;
const longestRetryMs = 5000;
/** The smallest thing that Flink's REST API answers. */
const aRequest = 'GET /config HTTP/1.1\r\nHost: flink-tui\r\nConnection: close\r\n\r\n';

export type OpenForward = {
  readonly now: () => Forward;
  readonly check: () => void;
  readonly close: () => void;
};

/**
 * Opens a local port whose connections go to a pod that is found anew for each of them. The port stays open until it
 * is closed, whatever becomes of pods, API server and network. Rejects with a LocalPortError.
 */
export async function openForward(
  id: number,
  { target, ...wanted }: ForwardRequest,
  kubernetes: KubernetesApi,
  session: SessionTarget,
  changed: () => void,
): Promise<OpenForward> {
  const closing = new AbortController();
  const finder = createTargetFinder(kubernetes, session, target);
  const connections = new Set<Socket>();
  const startedAt = Date.now();
  const traffic = { totalConnections: 0, bytesFromPod: 0, bytesToPod: 0 };
  let progress: ForwardProgress = openedForward(startedAt);
  let timer: NodeJS.Timeout | undefined;

  function happened(event: ForwardEvent): void {
    const [next, effects] = nextForward(progress, event);
    progress = next;
    for (const effect of effects) carryOut(effect);
  }

  function carryOut(effect: ForwardEffect): void {
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
        timer = setTimeout(() => happened({ event: 'check' }), pauseMs(effect.after));
        break;
      case 'cancel-check':
        clearTimeout(timer);
        break;
      case 'tell':
        changed();
        break;
      case 'close-port':
        closing.abort(new Error('The forward was stopped.'));
        server.close();
        for (const local of connections) local.destroy();
    }
  }

  async function report(check: Promise<PodPort>): Promise<void> {
    const event = await check.then(
      (via): ForwardEvent => ({ event: 'check-passed', via, at: Date.now() }),
      (error): ForwardEvent => ({ event: 'check-failed', error: error as Error, at: Date.now() }),
    );
    happened(event);
  }

  async function probePod(): Promise<PodPort> {
    const { stream, via } = await reach();
    await probe(stream, via.scheme === 'http' ? aRequest : undefined);
    return via;
  }

  async function reach(): Promise<{ readonly stream: Duplex; readonly via: PodPort }> {
    const via = await finder.find(closing.signal);
    happened({ event: 'pod-found', via });
    const { pod, port } = via;
    const stream = await kubernetes.forward({ namespace: session.namespace, pod, port }, closing.signal);
    return { stream, via };
  }

  function wayFor(local: Socket): PodRoute {
    let via: PodPort | undefined;
    return {
      admit: (firstBytes) =>
        admitHost(firstBytes, {
          names: session.forwardHosts ?? [],
          addresses: [wanted.address, local.localAddress],
        }),
      refusal: (firstBytes, host) => {
        happened({ event: 'host-refused', host, at: Date.now() });
        return refusedHostPage(firstBytes, { host, clusterId: session.clusterId });
      },
      reach: async () => {
        const reaching = await reach();
        via = reaching.via;
        return reaching.stream;
      },
      reached: () => via && happened({ event: 'connection-reached', via, at: Date.now() }),
      failed: (error) => {
        happened({ event: 'connection-failed', error, at: Date.now() });
        return { patienceMs: patienceMs(progress, error) };
      },
      broke: (error) => happened({ event: 'connection-broke', error, at: Date.now() }),
      fromPod: (bytes) => {
        traffic.bytesFromPod += bytes;
      },
      toPod: (bytes) => {
        traffic.bytesToPod += bytes;
      },
      apology: (firstBytes, error) =>
        unavailablePage(firstBytes, { title: `${session.clusterId} cannot be reached`, reason: error.message }),
    };
  }

  const server = createServer({ allowHalfOpen: true }, (local) => {
    connections.add(local);
    traffic.totalConnections += 1;
    local.once('close', () => connections.delete(local));
    carryConnection(local, wayFor(local));
  });
  const localPort = await listen(server, wanted);
  server.on('error', (error) => happened({ event: 'port-failed', error, at: Date.now() }));
  happened({ event: 'check' });

  return {
    now: () => ({
      id,
      target,
      address: wanted.address,
      localPort,
      url: forwardUrl(progress.scheme, wanted.address, localPort),
      startedAt,
      state: progress.status,
      traffic: { openConnections: connections.size, ...traffic },
      lastError: progress.lastError,
    }),
    check: () => happened({ event: 'check' }),
    close: () => happened({ event: 'close' }),
  };
}

function pauseMs(after: 'success' | { readonly failures: number }): number {
  return after === 'success' ? checkLiveMs : backOffMs(after.failures, firstRetryMs, longestRetryMs);
}
