import type { WatchState } from '../../kubernetes/api.ts';
import type { Link } from '../../session/snapshot.ts';
import { formatAge, formatLatency } from '../draw/age.ts';
import type { Token } from '../theme/theme.ts';

export type StyledText = { readonly text: string; readonly token: Token };

/** How a connection stands, in words: `● live 3m by forward, 5 ms`, `▲ stale 12s, retry in 3s: connection refused`. */
export function linkText(link: Link, now: number): StyledText {
  switch (link.state) {
    case 'connecting':
      return { text: '○ connecting…', token: 'busy' };
    case 'live':
      return { text: `● live${answerText(link, now)}`, token: 'ok' };
    case 'slow':
      return { text: `▲ slow${answerText(link, now)}`, token: 'warning' };
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

function answerText({ since, via, latencyMs }: Extract<Link, { latencyMs: number }>, now: number): string {
  const age = now - since < 60_000 ? '' : ` ${formatAge(now - since)}`;
  const way = via === undefined ? '' : ` by ${via}`;
  return `${age}${way}, ${formatLatency(latencyMs)}`;
}

/** Before the reason, which may be too long to be shown to its end. */
function retryText({ nextTryAt }: Extract<Link, { reason: string }>, now: number): string {
  if (nextTryAt === undefined) return '';
  return nextTryAt > now ? `, retry in ${formatAge(nextTryAt - now + 999)}` : ', retrying';
}

/** What a pane's title says of data that is old; undefined while it is not. */
export function staleNote(state: Link | WatchState, now: number): string | undefined {
  const isOld = state.state === 'stale' || state.state === 'denied';
  return isOld && 'since' in state ? `as of ${formatAge(now - state.since)} ago` : undefined;
}
