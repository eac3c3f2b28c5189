import type { LogLevel } from './log-store.ts';

/** The fields of a line written by a logger. */
export type ParsedLine = {
  readonly layout: 'log4j' | 'logback' | 'json';
  /** As written. A pattern layout has no zone: it is the JVM's local time. */
  readonly time: string;
  readonly level: LogLevel;
  /** Full name, or shortened by Flink's Logback layout; empty if the layout has none. */
  readonly logger: string;
  readonly thread: string | undefined;
  /** NDC or MDC, as printed. */
  readonly context: string | undefined;
  readonly message: string;
  /** From the MDC key flink-job-id, or 32 hexadecimal digits in the context. */
  readonly jobId: string | undefined;
};
