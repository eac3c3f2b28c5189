import { type LogLevel, logLevels } from './log-store.ts';

const words = logLevels.join('|');

// flink.md 5.1: Log4j as Flink ships it, `2025-01-31 12:34:56,789 INFO  org.apache.flink.Class [] - message`, and
// Logback, `2025-01-31 12:34:56.789 [main] INFO  logger  - message`. Both begin an event with a time of their own.
const patternLine = new RegExp(
  `^\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d[,.]\\d{3}Z? +(?:\\[[^\\]]*\\] +)?\\[?(${words})\\b`,
);
// Layouts of JSON name it level, log.level or severity.
const jsonLevel = new RegExp(`"(?:log\\.)?(?:level|severity)" *: *"(${words}|WARNING)"`, 'i');

/** The level of a line that begins an event; undefined for one that continues another, or is none of a logger. */
export function parseLevel(text: string): LogLevel | undefined {
  const first = text.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return patternLine.exec(text)?.[1] as LogLevel | undefined;
  if (first !== 0x7b) return undefined;
  const word = jsonLevel.exec(text)?.[1]?.toUpperCase();
  return (word === 'WARNING' ? 'WARN' : word) as LogLevel | undefined;
}
