import type { LogLevel } from './log-store.ts';

/** The fields of a line written by a logger. */
export type ParsedLine = {
  readonly layout: 'log4j' | 'logback' | 'json';
  /** As written, but numbers in JSON become ISO 8601. Pattern layouts usually write local time without a zone. */
  readonly time: string;
  readonly level: LogLevel;
  /** As written: Flink's Logback layout shortens logger names. Empty if the layout writes no logger. */
  readonly logger: string;
  readonly thread: string | undefined;
  /** NDC or MDC, as printed. */
  readonly context: string | undefined;
  readonly message: string;
  /** From the MDC key flink-job-id, or 32 hexadecimal digits in the context. */
  readonly jobId: string | undefined;
};
