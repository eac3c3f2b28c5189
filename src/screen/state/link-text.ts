import type { WatchState } from '../../kubernetes/api.ts';
import type { Link } from '../../session/snapshot.ts';
import { formatAge, formatLatency } from '../draw/age.ts';
import type { Token } from '../theme/theme.ts';

export type LinkText = {
  /** `● live`, `▲ stale 12s` */
  readonly status: string;
  readonly token: Token;
  /** More about the status, the longest form first: `3m via forward, 5 ms`, `retry in 3s: connection refused`. */
  readonly details: readonly string[];
};

export function linkText(link: Link, now: number): LinkText {
  switch (link.state) {
    case 'connecting':
      return { status: '○ connecting…', token: 'busy', details: [] };
    case 'live':
      return { status: '● live', token: 'ok', details: responseTexts(link, now) };
    case 'slow':
      return { status: '▲ slow', token: 'warning', details: responseTexts(link, now) };
    case 'stale':
      return { status: `▲ stale ${formatAge(now - link.since)}`, token: 'warning', details: retryTexts(link, now) };
    case 'denied':
      return { status: `✕ denied ${formatAge(now - link.since)}`, token: 'error', details: retryTexts(link, now) };
  }
}

/** Formats the status of a broken connection with its details, the longest form first. */
export function brokenLinkTexts({ status, details }: LinkText): readonly [string, ...string[]] {
  const [longest = '', ...shorter] = details;
  const joined = (detail: string) => `${status}${detail.startsWith('retry') ? ', ' : ': '}${detail}`;
  return [joined(longest), ...shorter.map(joined), status];
}

function responseTexts(
  { since, via, latencyMs }: Extract<Link, { latencyMs: number }>,
  now: number,
): readonly string[] {
  const age = now - since < 60_000 ? [] : [formatAge(now - since)];
  const transport = via === undefined ? [] : [`via ${via}`];
  const latency = formatLatency(latencyMs);
  const start = [...age, ...transport].join(' ');
  return start === '' ? [latency] : [`${start}, ${latency}`, latency];
}

/** The time of the next attempt is before the reason, which may be cut. */
function retryTexts({ nextTryAt, reason }: Extract<Link, { reason: string }>, now: number): readonly string[] {
  if (nextTryAt === undefined) return [reason];
  const retry = nextTryAt > now ? `retry in ${formatAge(nextTryAt - now + 999)}` : 'retrying';
  return [`${retry}: ${reason}`, retry];
}

/** Returns the title note of a pane with stale data, else undefined. */
export function staleNote(state: Link | WatchState, now: number): string | undefined {
  const isStale = state.state === 'stale' || state.state === 'denied';
  return isStale && 'since' in state ? `as of ${formatAge(now - state.since)} ago` : undefined;
}
