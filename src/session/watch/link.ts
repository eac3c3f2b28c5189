import type { Link, RestTransportKind } from '../snapshot.ts';

/** An answer that takes longer is felt. */
export const slowResponseMs = 1000;

/** The link after an answer. One that is slow is a hiccup, two in a row are a slow link. */
export function linkAfterResponse(
  before: Link,
  latencyMs: number,
  via?: RestTransportKind,
): Extract<Link, { latencyMs: number }> {
  const wasSlow = 'latencyMs' in before && before.latencyMs >= slowResponseMs;
  const state = latencyMs >= slowResponseMs && wasSlow ? 'slow' : 'live';
  const isAsBefore = 'latencyMs' in before && before.state === state && before.via === via;
  const since = isAsBefore ? before.since : Date.now();
  return { state, since, latencyMs, ...(via !== undefined && { via }) };
}
