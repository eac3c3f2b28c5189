import type { WatchState } from '../../kubernetes/api.ts';
import type { Link } from '../../session/snapshot.ts';
import { formatAge, formatLatency } from '../draw/age.ts';
import type { Token } from '../theme/theme.ts';

export type StyledText = { readonly text: string; readonly token: Token };

/** Formats a connection status: `● live 3m via forward, 5 ms`, `▲ stale 12s, retry in 3s: connection refused`. */
export function linkText(link: Link, now: number): StyledText {
  switch (link.state) {
    case 'connecting':
      return { text: '○ connecting…', token: 'busy' };
    case 'live':
      return { text: `● live${responseText(link, now)}`, token: 'ok' };
    case 'slow':
      return { text: `▲ slow${responseText(link, now)}`, token: 'warning' };
    case 'stale':
      return {
        text: `▲ stale ${formatAge(now - link.since)}${retryText(link, now)}: ${link.reason}`,
        token: 'warning',
      };
    case 'denied':
      return {
        text: `✕ denied ${formatAge(now - link.since)}${retryText(link, now)}: ${link.reason}`,
        token: 'error',
      };
  }
}

function responseText({ since, via, latencyMs }: Extract<Link, { latencyMs: number }>, now: number): string {
  const age = now - since < 60_000 ? '' : ` ${formatAge(now - since)}`;
  const transport = via === undefined ? '' : ` via ${via}`;
  return `${age}${transport}, ${formatLatency(latencyMs)}`;
}

/** Shown before the reason, which may be cut. */
function retryText({ nextTryAt }: Extract<Link, { reason: string }>, now: number): string {
  if (nextTryAt === undefined) return '';
  return nextTryAt > now ? `, retry in ${formatAge(nextTryAt - now + 999)}` : ', retrying';
}

/** Returns the title note of a pane with stale data, else undefined. */
export function staleNote(state: Link | WatchState, now: number): string | undefined {
  const isStale = state.state === 'stale' || state.state === 'denied';
  return isStale && 'since' in state ? `as of ${formatAge(now - state.since)} ago` : undefined;
}
