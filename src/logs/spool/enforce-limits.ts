import type { Usage } from './usage.ts';

/** A log whose oldest segments can be evicted. */
export type Evictable = {
  readonly bytes: () => number;
  readonly heldBytes: () => number;
  /** Number of segments that can be evicted: all except the newest one. */
  readonly evictableSegments: () => number;
  /** Newest time in the oldest segment, epoch ms. */
  readonly oldestAt: () => number;
  readonly evict: () => void;
};

/**
 * Evicts the oldest segments until all logs together are within the limits. Logs within their fair share lose no
 * lines: a TaskManager with many lines must not displace old JobManager lines.
 */
export function enforceLimits(
  logs: readonly Evictable[],
  usage: Usage,
  limits: { readonly bytes: number; readonly heldBytes: number },
): void {
  const share = (limit: number) => limit / logs.length;
  while (usage.bytes > limits.bytes && evictOldest(logs, (log) => log.bytes() > share(limits.bytes)));
  while (usage.held > limits.heldBytes && evictOldest(logs, (log) => log.heldBytes() > share(limits.heldBytes)));
}

function evictOldest(logs: readonly Evictable[], isAboveShare: (log: Evictable) => boolean): boolean {
  let oldest: Evictable | undefined;
  for (const log of logs) {
    if (log.evictableSegments() === 0 || !isAboveShare(log)) continue;
    if (oldest === undefined || log.oldestAt() < oldest.oldestAt()) oldest = log;
  }
  oldest?.evict();
  return oldest !== undefined;
}
