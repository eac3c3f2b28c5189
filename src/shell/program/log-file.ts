import type { EventEmitter } from 'node:events';
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { makeFolder } from '../../logs/spool/make-folder.ts';
import type { Environment } from '../../settings/environment.ts';

/** A log file larger than this is renamed to `flink-tui.log.1` and replaces an existing file of that name. */
const maxBytes = 1_000_000;

export function logFilePath(environment: Environment): string {
  return join(environment.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'flink-tui', 'flink-tui.log');
}

/**
 * Writes an error with its stack trace and causes to the log file. Returns false if the file cannot be written, so that
 * the caller can still report the error.
 */
export function appendToLog(path: string, error: unknown): boolean {
  try {
    makeFolder(dirname(path));
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxBytes) renameSync(path, `${path}.1`);
    appendFileSync(path, `${new Date().toISOString()} ${process.argv.slice(2, 3)} ${inspect(error)}\n`, {
      mode: 0o600,
    });
    return true;
  } catch {
    return false;
  }
}

/** Sends Node's warnings to the log file. By default Node prints them to standard error, over the screen. */
export function logWarnings(process: EventEmitter, logFile: string): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning: Error) => appendToLog(logFile, warning));
}
