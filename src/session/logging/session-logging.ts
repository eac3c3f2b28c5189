import type { ConfigMap } from '../../kubernetes/objects.ts';
import type { LoggingConfig } from '../../logging-config/logging-config.ts';
import { readLoggingConfig } from '../../logging-config/read-config.ts';
import { loggingFiles } from './logging-files.ts';
import { type PendingLevels, parsePendingLevels, pendingLevelsAnnotation } from './pending-levels.ts';

/** What a cluster's ConfigMap says of levels. */
export type SessionLogging = {
  /** Of the file that Flink's images read, as long as nobody has put Logback into theirs. */
  readonly config: LoggingConfig;
  readonly pending: PendingLevels | undefined;
};

export function readSessionLogging(configMap: ConfigMap | undefined): SessionLogging | undefined {
  const pending = parsePendingLevels(configMap?.metadata?.annotations?.[pendingLevelsAnnotation]);
  const backend = pending?.backend ?? 'log4j';
  const text = configMap?.data?.[loggingFiles[backend]];
  if (text === undefined) return undefined;
  return { config: readLoggingConfig(backend, text), pending };
}
