import type { LogLevel } from './log-store.ts';

/** What a logger wrote, taken apart. */
export type ParsedLine = {
  readonly layout: 'log4j' | 'logback' | 'json';
  /** As it is written: a pattern has no zone, it is the JVM's. */
  readonly time: string;
  readonly level: LogLevel;
  /** In full, but for Logback, which Flink tells to shorten it; empty where a pattern has none. */
  readonly logger: string;
  readonly thread: string | undefined;
  /** NDC or MDC, as printed. */
  readonly context: string | undefined;
  readonly message: string;
  /** Of the MDC key flink-job-id, or 32 hexadecimal digits in the context. */
  readonly jobId: string | undefined;
};
