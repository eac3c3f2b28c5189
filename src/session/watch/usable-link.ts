import type { Link } from '../snapshot.ts';

/**
 * Something that answers, but not as Flink does, is no live link. `failure` is of a small answer that every Flink has.
 */
export function usableLink(link: Link, failure: Error | undefined): Link {
  const isLive = link.state === 'live' || link.state === 'slow';
  if (!isLive || failure === undefined) return link;
  return { state: 'stale', since: link.since, reason: failure.message, nextTryAt: undefined };
}
