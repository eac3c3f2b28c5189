import { findLastChange } from '../../../session/cluster/last-change.ts';
import type { LiveFile } from '../write/live-file.ts';
import { longestSyncMs } from './timing.ts';

/**
 * Whether the file was written so long ago that every JVM must have read it. Before that time, new log lines may be the
 * effect of an older file, and are no evidence.
 */
export function hasSettled({ configMap, key }: LiveFile, intervalSeconds: number, now: number): boolean {
  const { at } = findLastChange(configMap, key);
  return at === undefined || now - at > longestSyncMs + intervalSeconds * 1000;
}
