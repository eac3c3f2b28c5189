import type { LoggingBackend } from './logging-config.ts';

/** The logger that one inherits from; the last of them is `root`. Logback parts names at a `$` too. */
export function parentOf(backend: LoggingBackend, logger: string): string {
  const dollar = backend === 'logback' ? logger.lastIndexOf('$') : -1;
  const end = Math.max(logger.lastIndexOf('.'), dollar);
  return end > 0 ? logger.slice(0, end) : 'root';
}
