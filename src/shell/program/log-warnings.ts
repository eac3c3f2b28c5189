import type { EventEmitter } from 'node:events';
import { appendToLog } from './log-file.ts';

/** Node prints warnings and deprecations to standard error, over the screen. They go to the log file instead. */
export function logWarnings(process: EventEmitter, logFile: string): void {
  process.removeAllListeners('warning');
  process.on('warning', (warning: Error) => appendToLog(logFile, warning));
}
