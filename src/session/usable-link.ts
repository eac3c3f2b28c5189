import type { Link } from './snapshot.ts';

/** Something that answers, but not as Flink does, is no live link: the overview is small, and every Flink has one. */
export function usableLink(link: Link, overviewFailure: Error | undefined): Link {
  const isLive = link.state === 'live' || link.state === 'slow';
  if (!isLive || overviewFailure === undefined) return link;
  return { state: 'stale', since: link.since, reason: overviewFailure.message, nextTryAt: undefined };
}
