import type { Link } from '../../snapshot.ts';
import type { LinkEntry } from '../entry.ts';
import { seenNow } from './clock.ts';
import type { FindChanges } from './find-changes.ts';

/** Finds connections that were lost or are back. */
export const linkChanges: FindChanges = (known, { links }, clock) =>
  (['kubernetes', 'rest'] as const).flatMap((server): readonly LinkEntry[] => {
    const link = links[server];
    const isUp = isLinkUp(link);
    if (isUp === undefined || isUp === known.links[server]) return [];
    const reason = 'reason' in link ? link.reason : undefined;
    return [{ kind: 'link', ...seenNow(clock), server, isUp, ...(reason !== undefined && { reason }) }];
  });

/** undefined: not known yet. */
export function isLinkUp({ state }: Link): boolean | undefined {
  switch (state) {
    case 'live':
    case 'slow':
      return true;
    case 'stale':
    case 'denied':
      return false;
    case 'connecting':
      return undefined;
  }
}
