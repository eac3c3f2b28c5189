import { findLastChange } from '../write/last-change.ts';
import type { LiveFile } from '../write/live-file.ts';
import { longestSyncMs } from './timing.ts';

/**
 * Whether every JVM must have read the file, because it was written long enough ago. Otherwise a pod may still use an
 * older file, and a line that only the new levels allow proves nothing.
 */
export function hasSettled({ configMap, key }: LiveFile, intervalSeconds: number, now: number): boolean {
  const { at } = findLastChange(configMap, key);
  return at === undefined || now - at > longestSyncMs + intervalSeconds * 1000;
}
