import type { Link, RestTransportKind } from '../snapshot.ts';

/** Responses slower than this count as slow. */
export const slowResponseMs = 1000;

/** Returns the link after a response. The link becomes `slow` after two slow responses in a row. */
export function linkAfterResponse(
  previous: Link,
  latencyMs: number,
  via?: RestTransportKind,
): Extract<Link, { latencyMs: number }> {
  const wasSlow = 'latencyMs' in previous && previous.latencyMs >= slowResponseMs;
  const state = latencyMs >= slowResponseMs && wasSlow ? 'slow' : 'live';
  const isUnchanged = 'latencyMs' in previous && previous.state === state && previous.via === via;
  const since = isUnchanged ? previous.since : Date.now();
  return { state, since, latencyMs, ...(via !== undefined && { via }) };
}

/** Latencies below this count as equal. On a busy machine, the latency of an idle server varies this much. */
const minLatencyMs = 10;

/**
 * Returns the current link. Keeps the previous latency if both latencies are about the same, so that an idle session
 * causes no new snapshots.
 */
export function steadyLink(previous: Link | undefined, current: Link): Link {
  if (previous === undefined || previous.state !== current.state) return current;
  if (!('latencyMs' in previous && 'latencyMs' in current)) return current;
  const ratio = Math.max(minLatencyMs, current.latencyMs) / Math.max(minLatencyMs, previous.latencyMs);
  return ratio > 0.5 && ratio < 2 ? { ...current, latencyMs: previous.latencyMs } : current;
}

/**
 * Marks a link as stale if the server does not respond like Flink. `failure` is the error of a small request that every
 * Flink version supports.
 */
export function usableLink(link: Link, failure: Error | undefined): Link {
  const isLive = link.state === 'live' || link.state === 'slow';
  if (!isLive || failure === undefined) return link;
  return { state: 'stale', since: link.since, reason: failure.message, nextTryAt: undefined };
}
