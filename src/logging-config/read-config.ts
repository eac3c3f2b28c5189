import { readLog4jConfig } from './log4j/read-log4j.ts';
import { readLogbackConfig } from './logback/read-logback.ts';
import type { LoggingBackend, LoggingConfig } from './logging-config.ts';

/** Parses a file as its library does. Never throws: errors are in `problems`. */
export const readLoggingConfig = (backend: LoggingBackend, text: string): LoggingConfig =>
  backend === 'log4j' ? readLog4jConfig(text) : readLogbackConfig(text);
