import type { ConfiguredLogger, LevelOrigin } from '../../logging-config/logging-config.ts';
import type { PendingLevel } from '../../session/levels/pending-levels.ts';
import { formatDuration } from '../../text/duration.ts';

export const levelText = ({ level }: Pick<ConfiguredLogger, 'level'>): string => level ?? 'unknown';

export function describeOrigin(origin: LevelOrigin): string {
  switch (origin.kind) {
    case 'own':
      return `line ${origin.line}`;
    case 'parent':
      return `inherited from ${origin.logger}`;
    case 'lookup':
      return `line ${origin.line}, ${origin.expression}`;
    case 'default':
      return 'library default';
  }
}

/** `set 5m ago by ann@laptop, reverts in 4m12s` */
export function describePending({ since, until, by }: PendingLevel, now: number): string {
  const set = `set ${formatDuration(now - since)} ago by ${by}`;
  if (until === null) return set;
  return until > now
    ? `${set}, reverts in ${formatDuration(until - now)}`
    : `${set}, revert overdue by ${formatDuration(now - until)}`;
}
