export type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** Formats a line in UTC with Flink's log4j pattern, `%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n`. */
export function formatLogLine(at: number, level: Level, logger: string, message: string): string {
  const time = new Date(at).toISOString().replace('T', ' ').replace('.', ',').slice(0, -1);
  return `${time} ${level.padEnd(5)} ${logger.padEnd(60)} [] - ${message}`;
}

/**
 * Formats a line with the pattern of Flink's logback file,
 * `%d{yyyy-MM-dd HH:mm:ss.SSS} [%thread] %-5level %logger{60} %X{sourceThread} - %msg%n`.
 */
export function formatLogbackLine(at: number, level: Level, logger: string, message: string): string {
  const time = new Date(at).toISOString().replace('T', ' ').slice(0, -1);
  return `${time} [flink-pekko.actor.default-dispatcher-15] ${level.padEnd(5)} ${abbreviate(logger, 60)}  - ${message}`;
}

/** Abbreviates packages to one letter, leftmost first, until the name fits, like logback's `%logger{60}`. */
function abbreviate(logger: string, length: number): string {
  const parts = logger.split('.');
  for (let index = 0; index < parts.length - 1 && parts.join('.').length > length; index += 1) {
    parts[index] = parts[index]?.[0] ?? '';
  }
  return parts.join('.');
}
