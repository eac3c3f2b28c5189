import type { WatchState } from '../../kubernetes/api.ts';
import type { Link } from '../../session/snapshot.ts';
import type { Token } from '../theme/theme.ts';
import { formatAge, formatLatency } from './age.ts';

export type Worded = { readonly text: string; readonly token: Token };

/** How a connection stands, in words: `● live 3m by forward, 5 ms`, `▲ stale 12s: connection refused, retry in 3s`. */
export function linkText(link: Link, now: number): Worded {
  switch (link.state) {
    case 'connecting':
      return { text: '○ connecting…', token: 'busy' };
    case 'live': {
      const age = now - link.since < 60_000 ? '' : ` ${formatAge(now - link.since)}`;
      const way = link.via === undefined ? '' : ` by ${link.via}`;
      return { text: `● live${age}${way}, ${formatLatency(link.latencyMs)}`, token: 'ok' };
    }
    case 'stale':
      return { text: `▲ ${staleText(link, now)}`, token: 'warning' };
    case 'denied':
      return { text: `✕ denied: ${link.reason}`, token: 'error' };
  }
}

function staleText(
  { since, reason, nextTryAt }: { since: number; reason: string; nextTryAt: number | undefined },
  now: number,
): string {
  const retry =
    nextTryAt === undefined ? '' : nextTryAt > now ? `, retry in ${formatAge(nextTryAt - now + 999)}` : ', retrying';
  return `stale ${formatAge(now - since)}: ${reason}${retry}`;
}

/** What a pane's title says of data that is old; undefined while it is not. */
export function asOf(state: Link | WatchState, now: number): string | undefined {
  return state.state === 'stale' ? `as of ${formatAge(now - state.since)} ago` : undefined;
}
