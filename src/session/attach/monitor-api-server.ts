import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { backOffMs } from '../../kubernetes/transport/back-off.ts';
import type { Link } from '../snapshot.ts';
import { answeredLink, slowFromMs } from '../watch/answered-link.ts';
import { pingTimeoutMs, quietMs } from './api-server-limits.ts';

/** However much is heard: only a ping tells what a round trip takes. */
const pingAtLeastMs = 30_000;
/** While it does not answer. Short, because whatever waits for it may wait this much longer. */
const retryMs = { first: 1000, most: 4000 };

export type ApiServerMonitor = {
  readonly link: () => Link;
  /** Something came from the API server: proof enough for a while. */
  readonly noteActivity: () => void;
  /** Ping now. */
  readonly check: () => void;
  readonly stop: () => void;
};

/**
 * Whether the API server answers, in one place: by what is heard from it, and by a ping where nothing is. `answered`
 * is called after each ping that was answered, and says whether the one before was not.
 */
export function monitorApiServer(
  kubernetes: Pick<KubernetesApi, 'ping'>,
  listener: { readonly changed: () => void; readonly answered: (options: { readonly afterOutage: boolean }) => void },
): ApiServerMonitor {
  const stopping = new AbortController();
  let link: Link = { state: 'connecting', since: Date.now() };
  let heardAt: number | undefined;
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
    const quietFor = now - (heardAt ?? 0);
    const isQuick = link.state === 'live' && link.latencyMs < slowFromMs;
    if (isQuick && quietFor < quietMs && now - pingedAt < pingAtLeastMs) pingIn(quietMs - quietFor);
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
      if (!stopping.signal.aborted) refused(error);
    } finally {
      isPinging = false;
    }
  }

  const answered = (latencyMs: number) => {
    const afterOutage = 'reason' in link;
    heardAt = Date.now();
    failures = 0;
    setLink(answeredLink(link, latencyMs));
    listener.answered({ afterOutage });
    pingIn(quietMs);
  };
  const refused = (error: unknown) => {
    if (error instanceof KubernetesError && error.kind === 'forbidden') {
      // It answers, and keeps its version to itself.
      answered('latencyMs' in link ? link.latencyMs : 0);
      return;
    }
    const reason = error instanceof Error ? error.message : String(error);
    const since = 'latencyMs' in link ? (heardAt ?? link.since) : link.since;
    const isRefusal = error instanceof KubernetesError && ['unauthorized', 'credentials'].includes(error.kind);
    failures += 1;
    const delayMs = backOffMs(failures, retryMs.first, retryMs.most);
    setLink({ state: isRefusal ? 'denied' : 'stale', since, reason, nextTryAt: Date.now() + delayMs });
    pingIn(delayMs);
  };

  void ping();
  return {
    link: () => link,
    noteActivity: () => {
      heardAt = Date.now();
      if (!('latencyMs' in link)) void ping();
    },
    check: () => void ping(),
    stop: () => {
      stopping.abort(new Error('The session was left.'));
      clearTimeout(timer);
    },
  };
}
