import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { backOffMs } from '../../kubernetes/transport/back-off.ts';
import type { Link } from '../snapshot.ts';
import { linkAfterResponse, slowResponseMs } from '../watch/link.ts';
import { pingTimeoutMs, quietMs } from './api-server-limits.ts';

/** Longest time between pings. Only a ping measures the round trip. */
const maxPingIntervalMs = 30_000;
/**
 * Back-off while the server does not respond. The delay is short, because all other requests wait for the next
 * successful ping.
 */
const retryMs = { first: 1000, max: 4000 };

export type ApiServerMonitor = {
  readonly link: () => Link;
  /** Records traffic from the API server, which proves that it responds. */
  readonly noteActivity: () => void;
  /** Pings the server now. */
  readonly check: () => void;
  readonly stop: () => void;
};

/**
 * Monitors whether the API server responds, by its traffic and by pings. Calls `answered` after each successful ping,
 * with `afterOutage` if the previous ping failed.
 */
export function monitorApiServer(
  kubernetes: Pick<KubernetesApi, 'ping'>,
  listener: { readonly changed: () => void; readonly answered: (options: { readonly afterOutage: boolean }) => void },
): ApiServerMonitor {
  const stopping = new AbortController();
  let link: Link = { state: 'connecting', since: Date.now() };
  let activeAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isPinging = false;
  let pingedAt = 0;
  let failures = 0;

  const setLink = (next: Link) => {
    link = next;
    listener.changed();
  };
  const pingIn = (milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(pingIfQuiet, milliseconds);
  };
  const pingIfQuiet = () => {
    const now = Date.now();
    const quietFor = now - (activeAt ?? 0);
    const isQuick = link.state === 'live' && link.latencyMs < slowResponseMs;
    if (isQuick && quietFor < quietMs && now - pingedAt < maxPingIntervalMs) pingIn(quietMs - quietFor);
    else void ping();
  };

  async function ping(): Promise<void> {
    if (isPinging) return;
    isPinging = true;
    pingedAt = Date.now();
    clearTimeout(timer);
    try {
      const { latencyMs } = await kubernetes.ping(pingTimeoutMs, stopping.signal);
      answered(latencyMs);
    } catch (error) {
      if (!stopping.signal.aborted) failed(error);
    } finally {
      isPinging = false;
    }
  }

  const answered = (latencyMs: number) => {
    const afterOutage = 'reason' in link;
    activeAt = Date.now();
    failures = 0;
    setLink(linkAfterResponse(link, latencyMs));
    listener.answered({ afterOutage });
    pingIn(quietMs);
  };
  const failed = (error: unknown) => {
    if (error instanceof KubernetesError && error.kind === 'forbidden') {
      // The server responds, but the user has no permission to read its version.
      answered('latencyMs' in link ? link.latencyMs : 0);
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    const since = 'latencyMs' in link ? (activeAt ?? link.since) : link.since;
    const isDenied = error instanceof KubernetesError && ['unauthorized', 'credentials'].includes(error.kind);
    failures += 1;
    const delayMs = backOffMs(failures, retryMs.first, retryMs.max);
    setLink({ state: isDenied ? 'denied' : 'stale', since, reason, nextTryAt: Date.now() + delayMs });
    pingIn(delayMs);
  };

  void ping();
  return {
    link: () => link,
    noteActivity: () => {
      activeAt = Date.now();
      if (!('latencyMs' in link)) void ping();
    },
    check: () => void ping(),
    stop: () => {
      stopping.abort(new Error('session closed'));
      clearTimeout(timer);
    },
  };
}
