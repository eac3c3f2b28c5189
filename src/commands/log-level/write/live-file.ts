import { flinkConfigMapName } from '../../../flink/names.ts';
import type { ConfigMap } from '../../../kubernetes/objects.ts';
import { resources } from '../../../kubernetes/resource.ts';
import type { LoggingBackend, LoggingConfig } from '../../../logging-config/logging-config.ts';
import { readLoggingConfig } from '../../../logging-config/read-config.ts';
import { loggingFiles } from '../../../session/levels/logging-files.ts';
import type { PendingLevels } from '../../../session/levels/pending-levels.ts';
import type { SessionTarget } from '../../../session/session.ts';
import type { Services } from '../../record/command.ts';
import { CommandError, exitCodes } from '../../record/command-error.ts';
import { loadPendingLevels } from './saved-levels.ts';

/** The logging configuration file of the cluster's JVMs, as stored in the ConfigMap. */
export type LiveFile = {
  readonly configMap: ConfigMap;
  /** Name of the ConfigMap. */
  readonly name: string;
  readonly key: string;
  readonly backend: LoggingBackend;
  readonly text: string;
  readonly config: LoggingConfig;
  /** Changes by flink-tui that are not reverted yet. */
  readonly pending: PendingLevels | undefined;
};

export const configMapPath = ({ clusterId, namespace }: SessionTarget) => ({
  resource: resources.configMaps,
  namespace,
  name: flinkConfigMapName(clusterId),
});

/** Reads the logging configuration file. Rejects if the ConfigMap does not contain it. */
export async function readLiveFile(
  services: Services,
  backend: LoggingBackend,
  signal: AbortSignal,
): Promise<LiveFile> {
  const { connection } = services;
  const path = configMapPath(connection.target);
  const configMap = await connection.kubernetes.get<ConfigMap>(path, signal);
  const key = loggingFiles[backend];
  return liveFileOf(services, { name: path.name, key, backend }, configMap, signal);
}

/** Returns the logging configuration file of a given ConfigMap. */
export async function liveFileOf(
  services: Services,
  { name, key, backend }: Pick<LiveFile, 'name' | 'key' | 'backend'>,
  configMap: ConfigMap,
  signal: AbortSignal,
): Promise<LiveFile> {
  const text = configMap.data?.[key];
  if (text === undefined) throw missingKeyError(name, key);
  const pending = await loadPendingLevels(services, configMap, signal);
  return { configMap, name, key, backend, text, config: readLoggingConfig(backend, text), pending };
}

/** Flink's FlinkConfMountDecorator adds only files that existed in the client's conf directory at deployment. */
function missingKeyError(name: string, key: string): CommandError {
  return new CommandError(
    exitCodes.failed,
    `ConfigMap ${name} has no ${key}: the pods use the file of their image, which flink-tui cannot change`,
    [`Deploy the cluster again from a client that has ${key} in its conf directory`],
  );
}
