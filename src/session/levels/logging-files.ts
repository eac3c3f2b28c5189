import type { LoggingBackend } from '../../logging-config/logging-config.ts';

/** Configuration file that a cluster's JVMs read, by backend. The names are set in Flink's flink-console.sh. */
export const loggingFiles = {
  log4j: 'log4j-console.properties',
  logback: 'logback-console.xml',
} as const satisfies Record<LoggingBackend, string>;
