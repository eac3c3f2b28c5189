import type { ConfiguredLogger, LevelOrigin } from '../../logging-config/logging-config.ts';
import type { PendingLevel } from '../../session/levels/pending-levels.ts';
import { formatDuration } from '../../text/duration.ts';

export const levelOf = ({ level }: Pick<ConfiguredLogger, 'level'>): string => level ?? 'not known';

/** Where a level comes from, in a few words. */
export function describeOrigin(origin: LevelOrigin): string {
  switch (origin.kind) {
    case 'own':
      return `line ${origin.line}`;
    case 'parent':
      return `of ${origin.logger}`;
    case 'lookup':
      return `line ${origin.line}, ${origin.expression}`;
    case 'default':
      return 'the library, as the file says nothing';
  }
}

/** `set 5m ago by ann@laptop, goes back in 4m12s` */
export function describePending({ since, until, by }: PendingLevel, now: number): string {
  const set = `set ${formatDuration(now - since)} ago by ${by}`;
  if (until === null) return set;
  return until > now
    ? `${set}, goes back in ${formatDuration(until - now)}`
    : `${set}, should have gone back ${formatDuration(now - until)} ago`;
}
