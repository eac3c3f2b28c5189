import { type LogLevel, logLevels } from '../log-store.ts';

/** The start of a line in a Log4j or Logback pattern layout, before the context and the message. */
export type LineHead = {
  readonly time: string;
  readonly thread: string | undefined;
  readonly level: LogLevel;
  /** undefined if the layout writes no logger, or if the logger cannot be separated from the message. */
  readonly logger: string | undefined;
  readonly length: number;
};

// Terminal colours, as written by a layout with %highlight.
const colour = '(?:\\x1b\\[[\\d;]*m)*';
const time = '\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d[,.]\\d{3,9}(?:Z|[+-]\\d\\d:?\\d\\d)?';

// Flink's default layouts, from log4j-console.properties and logback-console.xml:
// Log4j: `2025-01-31 12:34:56,789 INFO org.apache.flink.Class [] - message`
// Logback: `2025-01-31 12:34:56.789 [main] INFO o.a.f.Class <source> - message`
const pattern = new RegExp(
  `^${colour}(${time})${colour} +(?:\\[([^\\]]*)\\] +)?${colour}\\[?(${logLevels.join('|')})(?!\\w)\\]?${colour}` +
    `(?: +${colour}([\\w.$-]+)${colour}(?= *[[{<-]| +[0-9a-f]{32}\\b))?`,
);

/** Parses the start of a pattern-layout line; undefined if the line has another format. */
export function readLineHead(text: string): LineHead | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [all, timeText = '', thread, level, logger] = match;
  return { time: timeText, thread, level: level as LogLevel, logger, length: all.length };
}
