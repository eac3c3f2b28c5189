import type { LoggingBackend } from '../../logging-config/logging-config.ts';

/** The one file of the configuration folder that a JVM of the cluster reads, by its library (flink.md 2.4). */
export const loggingFiles = {
  log4j: 'log4j-console.properties',
  logback: 'logback-console.xml',
} as const satisfies Record<LoggingBackend, string>;
