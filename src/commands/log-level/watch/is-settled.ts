import { whoWrote } from '../write/change-author.ts';
import type { LiveFile } from '../write/live-file.ts';

/** The kubelet takes no longer to bring a file where it is not told. */
export const longestSyncMs = 120_000;

/**
 * Whether every JVM surely logs by a file: it was written long enough ago. Else a pod may still have an even older one,
 * and a line that this file would not let through proves nothing.
 */
export function isSettled({ configMap, key }: LiveFile, intervalSeconds: number, now: number): boolean {
  const { at } = whoWrote(configMap, key);
  return at === undefined || now - at > longestSyncMs + intervalSeconds * 1000;
}
