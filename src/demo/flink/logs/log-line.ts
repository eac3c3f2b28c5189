export type Level = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** Flink's default pattern, `%d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n` (flink.md 2.5); containers are in UTC. */
export function formatLogLine(at: number, level: Level, logger: string, message: string): string {
  const time = new Date(at).toISOString().replace('T', ' ').replace('.', ',').slice(0, -1);
  return `${time} ${level.padEnd(5)} ${logger.padEnd(60)} [] - ${message}`;
}
