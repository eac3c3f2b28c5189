import type { Health, PodRow } from '../../session/snapshot.ts';
import type { Token } from '../theme/theme.ts';

/** The theme token of each health. */
export const healthTokens = {
  ok: 'ok',
  busy: 'busy',
  warning: 'warning',
  error: 'error',
  gone: 'gone',
} as const satisfies Record<Health, Token>;

export function statusText({ status }: PodRow): string {
  return status === 'leader' ? '★ leader' : status;
}
