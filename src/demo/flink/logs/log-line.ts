export type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** Flink's default pattern, `%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n` (flink.md 2.5); containers are in UTC. */
export function formatLogLine(at: number, level: Level, logger: string, message: string): string {
  const time = new Date(at).toISOString().replace('T', ' ').replace('.', ',').slice(0, -1);
  return `${time} ${level.padEnd(5)} ${logger.padEnd(60)} [] - ${message}`;
}

/** Of Flink's file for logback: `%d{yyyy-MM-dd HH:mm:ss.SSS} [%thread] %-5level %logger{60} %X{sourceThread} - %msg%n`. */
export function formatLogbackLine(at: number, level: Level, logger: string, message: string): string {
  const time = new Date(at).toISOString().replace('T', ' ').slice(0, -1);
  return `${time} [flink-pekko.actor.default-dispatcher-15] ${level.padEnd(5)} ${shorten(logger, 60)}  - ${message}`;
}

/** Packages become their first letter, from the left, until it fits. */
function shorten(logger: string, length: number): string {
  const parts = logger.split('.');
  for (let index = 0; index < parts.length - 1 && parts.join('.').length > length; index += 1) {
    parts[index] = parts[index]?.[0] ?? '';
  }
  return parts.join('.');
}
