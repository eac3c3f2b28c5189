import type { JvmEnvironment } from '../../flink/answers.ts';
import type { LoggingBackend } from '../../logging-config/logging-config.ts';

/** By the jars of the JobManager: images have log4j's, unless somebody has put Logback's in their place. */
export function backendOf(environment: JvmEnvironment | Error): LoggingBackend {
  if (environment instanceof Error) return 'log4j';
  const has = (jar: RegExp) => environment.classpath.some((path) => jar.test(path));
  return has(/logback-classic/) && !has(/log4j-slf4j\d?-impl/) ? 'logback' : 'log4j';
}
