import { readFileSync } from 'node:fs';

/**
 * Equivalents of the default logging configuration files of Flink, its Kubernetes Operator and its standalone example.
 * The comments are our own.
 */
export const stockFiles = {
  log4j: ['flink-1.18', 'flink-1.19', 'flink-2.3', 'operator', 'standalone'].map((name) => `${name}.properties`),
  logback: ['logback-1.18', 'logback-1.19', 'logback-2.3'].map((name) => `${name}.xml`),
} as const;

/** Returns the text of a stock file. Tests run in the repository root. */
export const stockFile = (name: string): string => readFileSync(`test/logging-config/files/${name}`, 'utf8');
