import type { Link, RestTransportKind } from '../snapshot.ts';

/** An answer that takes longer is felt. */
export const slowFromMs = 1000;

/** The link after an answer. One that is slow is a hiccup, two in a row are a slow link. */
export function answeredLink(
  before: Link,
  latencyMs: number,
  via?: RestTransportKind,
): Extract<Link, { latencyMs: number }> {
  const wasSlow = 'latencyMs' in before && before.latencyMs >= slowFromMs;
  const state = latencyMs >= slowFromMs && wasSlow ? 'slow' : 'live';
  const isAsBefore = 'latencyMs' in before && before.state === state && before.via === via;
  const since = isAsBefore ? before.since : Date.now();
  return { state, since, latencyMs, ...(via !== undefined && { via }) };
}
