import { readFileSync } from 'node:fs';

/** The forms of the files that clusters start with (flink.md 2.5), in words of our own. */
export const stockFiles = {
  log4j: ['flink-1.18', 'flink-1.19', 'flink-2.3', 'operator', 'standalone'].map((name) => `${name}.properties`),
  logback: ['logback-1.18', 'logback-1.19', 'logback-2.3'].map((name) => `${name}.xml`),
} as const;

/** Tests run in the project's own folder. */
export const stockFile = (name: string): string => readFileSync(`test/logging-config/files/${name}`, 'utf8');
