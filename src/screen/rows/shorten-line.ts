// Flink's default pattern: %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n (flink.md 5.1)
const pattern = /^\d{4}-\d\d-\d\d (\d\d:\d\d:\d\d)[,.]\d{3} (TRACE|DEBUG|INFO|WARN|ERROR|FATAL) +(\S+) +(?:\[\] )?- /;

/**
 * A line of Flink's default pattern without what would push its message out of sight: date, milliseconds, the
 * logger's package, padding. Any other line stays as it is. Wrapped lines are shown as they came.
 */
export function shortenLine(text: string): string {
  const match = pattern.exec(text);
  if (match === null) return text;
  const [start, time, level = '', logger = ''] = match;
  return `${time} ${level.padEnd(5)} ${logger.slice(logger.lastIndexOf('.') + 1)} - ${text.slice(start.length)}`;
}
