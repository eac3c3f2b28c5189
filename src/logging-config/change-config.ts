import { changeLog4j } from './log4j/change-log4j.ts';
import { changeLogback } from './logback/change-logback.ts';
import { type LevelChange, type LoggingBackend, LoggingConfigError } from './logging-config.ts';
import { readLoggingConfig } from './read-config.ts';

/**
 * The text with these changes, one after the other; every line that they are not about stays byte for byte.
 * To remove the level of a logger that has none changes nothing.
 * Throws a LoggingConfigError for a change that makes no sense, and for a file that the library refuses: a JVM that is
 * running would never take it, and one that starts with it would log nothing.
 */
export function changeLoggingConfig(backend: LoggingBackend, text: string, changes: readonly LevelChange[]): string {
  refuseBroken(backend, text);
  let changed = text;
  for (const change of changes) {
    checkChange(backend, change);
    changed = backend === 'log4j' ? changeLog4j(changed, change) : changeLogback(changed, change);
  }
  refuseBroken(backend, changed);
  return changed;
}

function refuseBroken(backend: LoggingBackend, text: string): void {
  const broken = readLoggingConfig(backend, text).problems.find(({ effect }) => effect === 'refused');
  if (broken) throw new LoggingConfigError(`${broken.message}: ${backend} does not take the file`, broken.line);
}

function checkChange(backend: LoggingBackend, change: LevelChange): void {
  if (change.kind === 'interval') {
    if (Number.isSafeInteger(change.seconds) && change.seconds > 0) return;
    throw new LoggingConfigError(`an interval is a whole number of seconds, and ${change.seconds} is none`);
  }
  if (!isLoggerName(change.logger)) {
    throw new LoggingConfigError(`${JSON.stringify(change.logger)} cannot be the name of a logger`);
  }
  if (change.kind === 'remove' && change.logger === 'root') {
    throw new LoggingConfigError('the root logger has a level always: give it another one instead');
  }
  if (change.kind === 'set' && change.level === 'FATAL' && backend === 'logback') {
    throw new LoggingConfigError('logback has no level FATAL: ERROR is the highest');
  }
}

/** Dotted words without what the files have a meaning for. */
const isLoggerName = (name: string): boolean => /^[^\s.\\"'<>&={}]+(\.[^\s.\\"'<>&={}]+)*$/.test(name);
