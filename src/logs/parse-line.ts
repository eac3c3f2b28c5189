import type { LogLevel } from './log-store.ts';
import { parseJsonLine } from './parse-json-line.ts';

/** What a logger wrote, taken apart. */
export type ParsedLine = {
  readonly layout: 'log4j' | 'logback' | 'json';
  /** As it is written: a pattern has no zone, it is the JVM's. */
  readonly time: string;
  readonly level: LogLevel;
  /** In full, but for Logback, which Flink tells to shorten it. */
  readonly logger: string;
  readonly thread: string | undefined;
  /** NDC or MDC, as printed. */
  readonly context: string | undefined;
  readonly message: string;
  /** Of the MDC key flink-job-id, or 32 hexadecimal digits in the context. */
  readonly jobId: string | undefined;
};

const levels = 'TRACE|DEBUG|INFO|WARN|ERROR|FATAL';
// A terminal's colours, where somebody's layout has %highlight.
const colour = '(?:\\x1b\\[[\\d;]*m)*';
const time = '(?<time>\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d[,.]\\d{3,9}(?:Z|[+-]\\d\\d:?\\d\\d)?)';
const level = `${colour}\\[?(?<level>${levels})\\]?${colour}`;

// flink.md 5.1: `2025-01-31 12:34:56,789 INFO  org.apache.flink.Class [] - message`, the NDC optional, and an MDC
// before or after it where somebody has added %X{flink-job-id}.
const log4j = new RegExp(
  `^${colour}${time} +${level} +${colour}(?<logger>[\\w.$-]+)${colour} +(?:(?<context>(?:\\[[^\\]]*\\] *|[0-9a-f]{32} +)*))- ?(?<message>.*)$`,
  's',
);
// `2025-01-31 12:34:56.789 [main] INFO  o.a.f.Class <source> - message`
const logback = new RegExp(
  `^${colour}${time} +\\[(?<thread>[^\\]]*)\\] +${level} +${colour}(?<logger>[\\w.$-]+)${colour} *(?<context>[^-]*?) *- ?(?<message>.*)$`,
  's',
);
// Somebody's own pattern, that begins as most do.
const other = new RegExp(`^${colour}${time} +(?:\\[(?<thread>[^\\]]*)\\] +)?${level}(?![\\w]) *(?<message>.*)$`, 's');
const jobId = /\b[0-9a-f]{32}\b/;

/** A head line taken apart; undefined for what no logger wrote. */
export function parseLine(text: string): ParsedLine | undefined {
  if (text.charCodeAt(0) === 0x7b) return parseJsonLine(text);
  const groups = log4j.exec(text)?.groups;
  if (groups !== undefined) return taken('log4j', groups);
  const shortened = logback.exec(text)?.groups;
  if (shortened !== undefined) return taken('logback', shortened);
  const rest = other.exec(text)?.groups;
  return rest && taken('log4j', rest);
}

function taken(layout: 'log4j' | 'logback', groups: { readonly [name: string]: string | undefined }): ParsedLine {
  const context = groups.context?.trim();
  const printed = context === '' || context === '[]' ? undefined : context;
  return {
    layout,
    time: groups.time ?? '',
    level: groups.level as LogLevel,
    logger: groups.logger ?? '',
    thread: groups.thread,
    context: printed,
    message: groups.message ?? '',
    jobId: printed === undefined ? undefined : jobId.exec(printed)?.[0],
  };
}
