import type { Usage } from './usage.ts';

/** One log, as far as making room goes. */
export type Evictable = {
  readonly bytes: () => number;
  readonly heldBytes: () => number;
  /** How many times something can be evicted: the newest segment always stays. */
  readonly evictable: () => number;
  /** The newest time in the oldest segment, epoch ms. */
  readonly oldestAt: () => number;
  readonly evict: () => void;
};

/**
 * Brings all logs together below their bounds, the oldest segments first. One that takes no more than its share is
 * left alone: what a JobManager said yesterday does not go because a TaskManager is noisy today.
 */
export function makeRoom(
  logs: readonly Evictable[],
  usage: Usage,
  bounds: { readonly bytes: number; readonly heldBytes: number },
): void {
  const share = (bound: number) => bound / logs.length;
  while (usage.bytes > bounds.bytes && evictOldest(logs, (log) => log.bytes() > share(bounds.bytes)));
  while (usage.held > bounds.heldBytes && evictOldest(logs, (log) => log.heldBytes() > share(bounds.heldBytes)));
}

function evictOldest(logs: readonly Evictable[], isOverItsShare: (log: Evictable) => boolean): boolean {
  let oldest: Evictable | undefined;
  for (const log of logs) {
    if (log.evictable() === 0 || !isOverItsShare(log)) continue;
    if (oldest === undefined || log.oldestAt() < oldest.oldestAt()) oldest = log;
  }
  oldest?.evict();
  return oldest !== undefined;
}
