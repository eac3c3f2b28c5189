import { type LogLevel, logLevels } from '../log-store.ts';

/** How a line of a logger's pattern begins. What follows is the context and the message, in many forms. */
export type LineHead = {
  readonly time: string;
  readonly thread: string | undefined;
  readonly level: LogLevel;
  /** undefined where the pattern has none, or none that can be told from the message. */
  readonly logger: string | undefined;
  readonly length: number;
};

// A terminal's colours, where somebody's layout has %highlight.
const colour = '(?:\\x1b\\[[\\d;]*m)*';
const time = '\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d[,.]\\d{3,9}(?:Z|[+-]\\d\\d:?\\d\\d)?';

// flink.md 5.1: Log4j as Flink ships it, `2025-01-31 12:34:56,789 INFO  org.apache.flink.Class [] - message`, and
// Logback, `2025-01-31 12:34:56.789 [main] INFO  o.a.f.Class <source> - message`.
const pattern = new RegExp(
  `^${colour}(${time})${colour} +(?:\\[([^\\]]*)\\] +)?${colour}\\[?(${logLevels.join('|')})(?!\\w)\\]?${colour}` +
    `(?: +${colour}([\\w.$-]+)${colour}(?= *[[{<-]| +[0-9a-f]{32}\\b))?`,
);

/** undefined for what no logger's pattern wrote. */
export function readLineHead(text: string): LineHead | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [all, written = '', thread, level, logger] = match;
  return { time: written, thread, level: level as LogLevel, logger, length: all.length };
}
