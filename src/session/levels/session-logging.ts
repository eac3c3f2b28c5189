import type { ConfigMap } from '../../kubernetes/objects.ts';
import type { LoggingBackend, LoggingConfig } from '../../logging-config/logging-config.ts';
import { readLoggingConfig } from '../../logging-config/read-config.ts';
import { loggingFiles } from './logging-files.ts';
import { type PendingLevels, parsePendingLevels, pendingLevelsAnnotation } from './pending-levels.ts';

/** What a cluster's ConfigMap says of levels. */
export type SessionLogging = {
  /** Of the file that the JVMs read. */
  readonly config: LoggingConfig;
  readonly pending: PendingLevels | undefined;
};

/** Where nobody tells the library it is the one of what is pending, else that of Flink's images. */
export function readSessionLogging(
  configMap: ConfigMap | undefined,
  told: LoggingBackend | undefined,
): SessionLogging | undefined {
  const pending = parsePendingLevels(configMap?.metadata?.annotations?.[pendingLevelsAnnotation]);
  const backend = told ?? pending?.backend ?? 'log4j';
  const text = configMap?.data?.[loggingFiles[backend]];
  if (text === undefined) return undefined;
  return { config: readLoggingConfig(backend, text), pending };
}
