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
import { loadPendingLevels } from './saved-pending.ts';

/** The logging file that the cluster's JVMs read, as it stands in the ConfigMap. */
export type LiveFile = {
  readonly configMap: ConfigMap;
  /** Of the ConfigMap, and the key in it. */
  readonly name: string;
  readonly key: string;
  readonly backend: LoggingBackend;
  readonly text: string;
  readonly config: LoggingConfig;
  /** What flink-tui has changed in it, and not taken back yet. */
  readonly pending: PendingLevels | undefined;
};

export const configMapPath = ({ clusterId, namespace }: SessionTarget) => ({
  resource: resources.configMaps,
  namespace,
  name: flinkConfigMapName(clusterId),
});

/** Rejects where there is no such file to be changed. */
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

/** The same for a ConfigMap that was read already. */
export async function liveFileOf(
  services: Services,
  { name, key, backend }: Pick<LiveFile, 'name' | 'key' | 'backend'>,
  configMap: ConfigMap,
  signal: AbortSignal,
): Promise<LiveFile> {
  const text = configMap.data?.[key];
  if (text === undefined) throw keyMissing(name, key);
  const pending = await loadPendingLevels(services, configMap, signal);
  return { configMap, name, key, backend, text, config: readLoggingConfig(backend, text), pending };
}

/** flink.md 2.4: the keys are those that the client had when the cluster was deployed. */
function keyMissing(name: string, key: string): CommandError {
  return new CommandError(
    exitCodes.failed,
    `the ConfigMap ${name} has no ${key}: the pods read the file of their image, which cannot be changed from here`,
    [
      `A key that is added now is not mounted into the pods either: deploy the cluster again from a client that has ${key} in its conf folder.`,
    ],
  );
}
