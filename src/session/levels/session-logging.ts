import type { ConfigMap } from '../../kubernetes/objects.ts';
import type { LoggingBackend, LoggingConfig } from '../../logging-config/logging-config.ts';
import { readLoggingConfig } from '../../logging-config/read-config.ts';
import { loggingFiles } from './logging-files.ts';
import { type PendingLevels, parsePendingLevels, pendingLevelsAnnotation } from './pending-levels.ts';

/** Log levels in a cluster's ConfigMap. */
export type SessionLogging = {
  /** Configuration from the file that the JVMs read. */
  readonly config: LoggingConfig;
  readonly pending: PendingLevels | undefined;
};

/**
 * Reads the log levels of a ConfigMap. Without `knownBackend`, the backend of the pending levels is used, or log4j as
 * in Flink's images.
 */
export function readSessionLogging(
  configMap: ConfigMap | undefined,
  knownBackend: LoggingBackend | undefined,
): SessionLogging | undefined {
  const pending = parsePendingLevels(configMap?.metadata?.annotations?.[pendingLevelsAnnotation]);
  const backend = knownBackend ?? pending?.backend ?? 'log4j';
  const text = configMap?.data?.[loggingFiles[backend]];
  if (text === undefined) return undefined;
  return { config: readLoggingConfig(backend, text), pending };
}
