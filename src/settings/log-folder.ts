import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './environment.ts';
import type { Settings } from './settings.ts';

/** Where the logs of attached session clusters are kept while they are shown, and after that if it is asked for. */
export function logFolder({ 'log-folder': chosen }: Settings, { XDG_CACHE_HOME: cache }: Environment): string {
  if (chosen !== undefined) return chosen.replace(/^~(?=\/|$)/, homedir());
  return join(cache || join(homedir(), '.cache'), 'flink-tui', 'logs');
}
