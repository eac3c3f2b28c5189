import { changeLog4j } from './log4j/change-log4j.ts';
import { changeLogback } from './logback/change-logback.ts';
import { type LevelChange, type LoggingBackend, LoggingConfigError } from './logging-config.ts';
import { readLoggingConfig } from './read-config.ts';

/**
 * Applies the changes one after the other and keeps all other lines byte for byte. Nothing changes if a level to remove
 * is not set.
 * @throws LoggingConfigError for an invalid change, or for a file that the library rejects
 */
export function changeLoggingConfig(backend: LoggingBackend, text: string, changes: readonly LevelChange[]): string {
  rejectBroken(backend, text);
  let changed = text;
  for (const change of changes) {
    checkChange(backend, change);
    changed = backend === 'log4j' ? changeLog4j(changed, change) : changeLogback(changed, change);
  }
  rejectBroken(backend, changed);
  return changed;
}

/** Throws for a file that the library rejects: running JVMs would ignore the file, and new JVMs would log nothing. */
function rejectBroken(backend: LoggingBackend, text: string): void {
  const broken = readLoggingConfig(backend, text).problems.find(({ effect }) => effect === 'refused');
  if (broken) throw new LoggingConfigError(`${broken.message}: ${backend} rejects the file`, broken.line);
}

function checkChange(backend: LoggingBackend, change: LevelChange): void {
  if (change.kind === 'interval') {
    if (Number.isSafeInteger(change.seconds) && change.seconds > 0) return;
    throw new LoggingConfigError(`invalid interval ${change.seconds}: must be a whole number of seconds above 0`);
  }
  if (!isLoggerName(change.logger)) {
    throw new LoggingConfigError(`invalid logger name ${JSON.stringify(change.logger)}`);
  }
  if (change.kind === 'remove' && change.logger === 'root') {
    throw new LoggingConfigError('cannot remove the level of the root logger', undefined, 'Set another level instead');
  }
  if (change.kind === 'set' && change.level === 'FATAL' && backend === 'logback') {
    throw new LoggingConfigError('logback has no level FATAL: ERROR is the highest');
  }
}

/** Dotted names without characters that are special in the files. */
const isLoggerName = (name: string): boolean => /^[^\s.\\"'<>&={}]+(\.[^\s.\\"'<>&={}]+)*$/.test(name);
