import { readLog4j } from './log4j/read-log4j.ts';
import { readLogback } from './logback/read-logback.ts';
import type { LoggingBackend, LoggingConfig } from './logging-config.ts';

/** A file as its library reads it. Never throws: what the library would refuse is among the problems. */
export const readLoggingConfig = (backend: LoggingBackend, text: string): LoggingConfig =>
  backend === 'log4j' ? readLog4j(text) : readLogback(text);
