import type { LoggingBackend } from '../../logging-config/logging-config.ts';

/** Logging configuration file that a cluster's JVMs read, by backend. Flink's flink-console.sh sets these names. */
export const loggingFiles = {
  log4j: 'log4j-console.properties',
  logback: 'logback-console.xml',
} as const satisfies Record<LoggingBackend, string>;
