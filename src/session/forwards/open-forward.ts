import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { backOffMs } from '../../kubernetes/back-off.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { SessionTarget } from '../session.ts';
import { admitHost } from './admit-host.ts';
import { carryConnection, type Way } from './carry-connection.ts';
import { createTargetFinder } from './find-target.ts';
import type { Forward, ForwardRequest, ForwardState, PodPort } from './forward.ts';
import { forwardUrl } from './forward-url.ts';
import { listen } from './listen.ts';
import { probe } from './probe.ts';
import { refusedHostPage } from './refused-host-page.ts';
import { unavailablePage } from './unavailable-page.ts';

/** How long a connection waits for a pod: a JobManager's restart takes a quarter of a minute. */
const patienceMs = 30_000;
/** A right is not granted in the meantime; but right after its start an API server refuses everyone. */
const patienceWithRefusalMs = 5000;
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
  let state: ForwardState = { state: 'opening', since: startedAt };
  let scheme: 'http' | 'https' = 'http';
  let wasLive = false;
  let lastError: Forward['lastError'];
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let isChecking = false;

  const setState = (next: ForwardState) => {
    const told = state;
    state = next.state === told.state ? { ...next, since: told.since } : next;
    if (describe(state) !== describe(told)) changed();
  };
  const reached = (via: PodPort) => {
    wasLive = true;
    failures = 0;
    setState({ state: 'live', since: Date.now(), via });
  };
  const failed = (error: Error): { readonly patienceMs: number } => {
    if (closing.signal.aborted) return { patienceMs: 0 };
    const now = Date.now();
    lastError = { at: now, message: error.message };
    finder.forget();
    const since = now;
    const reason = error.message;
    if (isRefusal(error)) setState({ state: 'refused', since, reason, error });
    else setState({ state: 'waiting', since, reason });
    if (failures === 0) checkSoon();
    return { patienceMs: !isRefusal(error) ? patienceMs : wasLive ? patienceWithRefusalMs : 0 };
  };

  async function reach(): Promise<{ readonly stream: Duplex; readonly via: PodPort }> {
    const via = await finder.find(closing.signal);
    ({ scheme = 'http' } = via);
    const { pod, port } = via;
    const stream = await kubernetes.forward({ namespace: session.namespace, pod, port }, closing.signal);
    return { stream, via };
  }

  async function check(): Promise<void> {
    if (isChecking || closing.signal.aborted) return;
    isChecking = true;
    clearTimeout(timer);
    try {
      if (state.state === 'live') reached(await finder.find(closing.signal));
      else {
        const { stream, via } = await reach();
        await probe(stream, via.scheme === 'http' ? aRequest : undefined);
        reached(via);
      }
    } catch (error) {
      failures += 1;
      if (!closing.signal.aborted) failed(error as Error);
    } finally {
      isChecking = false;
      checkSoon();
    }
  }
  function checkSoon(): void {
    if (isChecking || closing.signal.aborted) return;
    clearTimeout(timer);
    const pauseMs = state.state === 'live' ? checkLiveMs : backOffMs(failures, firstRetryMs, longestRetryMs);
    timer = setTimeout(() => void check(), pauseMs);
  }

  const server = createServer({ allowHalfOpen: true }, (local) => {
    connections.add(local);
    traffic.totalConnections += 1;
    local.once('close', () => connections.delete(local));
    let via: PodPort | undefined;
    const way: Way = {
      admit: (firstBytes) =>
        admitHost(firstBytes, {
          names: session.forwardHosts ?? [],
          addresses: [wanted.address, local.localAddress],
        }),
      refusal: (firstBytes, host) => {
        lastError = {
          at: Date.now(),
          message: `A request for the host ${host} was refused; forward-hosts allows names.`,
        };
        changed();
        return refusedHostPage(firstBytes, { host, clusterId: session.clusterId });
      },
      reach: async () => {
        const reaching = await reach();
        via = reaching.via;
        return reaching.stream;
      },
      reached: () => via && reached(via),
      failed,
      broke: (error) => {
        lastError = { at: Date.now(), message: error.message };
        finder.forget();
        void check();
      },
      fromPod: (bytes) => {
        traffic.bytesFromPod += bytes;
      },
      toPod: (bytes) => {
        traffic.bytesToPod += bytes;
      },
      apology: (firstBytes, error) =>
        unavailablePage(firstBytes, { title: `${session.clusterId} cannot be reached`, reason: error.message }),
    };
    carryConnection(local, way);
  });
  const localPort = await listen(server, wanted);
  server.on('error', (error) => {
    lastError = { at: Date.now(), message: error.message };
  });
  void check();

  return {
    now: () => ({
      id,
      target,
      address: wanted.address,
      localPort,
      url: forwardUrl(scheme, wanted.address, localPort),
      startedAt,
      state,
      traffic: { openConnections: connections.size, ...traffic },
      lastError,
    }),
    check: () => void check(),
    close: () => {
      closing.abort(new Error('The forward was stopped.'));
      clearTimeout(timer);
      server.close();
      for (const local of connections) local.destroy();
    },
  };
}

function isRefusal(error: Error): boolean {
  return error instanceof KubernetesError && ['forbidden', 'unauthorized', 'credentials'].includes(error.kind);
}

/** Two that read the same are not told twice. */
function describe(state: ForwardState): string {
  const { since: _, ...rest } = state;
  return JSON.stringify(rest);
}
