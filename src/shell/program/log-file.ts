import { appendFileSync, renameSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { makeFolder } from '../../logs/spool/make-folder.ts';
import type { Environment } from '../../settings/environment.ts';

/** Beyond it the file becomes `flink-tui.log.1`, and the one that had this name goes. */
const largestSize = 1_000_000;

export function logFilePath(environment: Environment): string {
  return join(environment.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'flink-tui', 'flink-tui.log');
}

/**
 * Keeps the whole of an error, with its stack trace and causes. Returns whether it could: a home that cannot be
 * written to must not hide the error itself.
 */
export function appendToLog(path: string, error: unknown): boolean {
  try {
    makeFolder(dirname(path));
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largestSize) renameSync(path, `${path}.1`);
    appendFileSync(path, `${new Date().toISOString()} ${process.argv.slice(2, 3)} ${inspect(error)}\n`, {
      mode: 0o600,
    });
    return true;
  } catch {
    return false;
  }
}
