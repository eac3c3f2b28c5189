import type { LoggingBackend } from './logging-config.ts';

/** Returns the parent of a logger; `root` at the top. Logback also splits names at `$`. */
export function parentOf(backend: LoggingBackend, logger: string): string {
  const dollar = backend === 'logback' ? logger.lastIndexOf('$') : -1;
  const end = Math.max(logger.lastIndexOf('.'), dollar);
  return end > 0 ? logger.slice(0, end) : 'root';
}
