import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './environment.ts';
import type { Settings } from './settings.ts';

/**
 * Returns the directory for log files of attached sessions. flink-tui deletes the files on exit unless `keep-logs` is
 * set.
 */
export function logFolder({ 'log-dir': chosen }: Settings, { XDG_CACHE_HOME: cache }: Environment): string {
  if (chosen !== undefined) return chosen.replace(/^~(?=\/|$)/, homedir());
  return join(cache || join(homedir(), '.cache'), 'flink-tui', 'logs');
}
