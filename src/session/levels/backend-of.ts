import type { JvmEnvironment } from '../../flink/responses.ts';
import type { LoggingBackend } from '../../logging-config/logging-config.ts';

/**
 * Detects the logging backend from the JobManager's classpath. Flink's images ship log4j; custom images may replace it
 * with Logback.
 */
export function backendOf(environment: JvmEnvironment | Error): LoggingBackend {
  if (environment instanceof Error) return 'log4j';
  const has = (jar: RegExp) => environment.classpath.some((path) => jar.test(path));
  return has(/logback-classic/) && !has(/log4j-slf4j\d?-impl/) ? 'logback' : 'log4j';
}
