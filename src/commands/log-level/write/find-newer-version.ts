import { KubernetesError } from '../../../kubernetes/error.ts';
import type { ConfigMap } from '../../../kubernetes/objects.ts';
import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { serverNow } from '../../../session/server-now.ts';
import type { Services } from '../../record/command.ts';
import { isTransient } from '../../record/wait-until.ts';
import type { WritePlan } from '../plan/write-plan.ts';
import { type FileVersion, newerVersion } from './file-version.ts';
import { configMapPath, type LiveFile, liveFileOf } from './live-file.ts';

/** In this time before the deadline, any client may already revert the level. Such a revert is not a newer change. */
const nearEndMs = 2000;

/**
 * Resolves to the same version if its levels are still in the ConfigMap, otherwise to the version that replaced it.
 * Rejects while the API server does not respond.
 */
export async function findNewerVersion(
  services: Services,
  { requested, until }: Pick<WritePlan, 'requested' | 'until'>,
  version: FileVersion,
  signal: AbortSignal,
): Promise<FileVersion> {
  const { connection, now } = services;
  const configMap = await readConfigMap(services, signal);
  const resourceVersion = configMap?.metadata?.resourceVersion;
  if (configMap === undefined || resourceVersion === version.resourceVersion) return version;
  if (until !== null && until - serverNow(connection, now()) < nearEndMs) return version;
  const file = await liveFileOf(services, version.file, configMap, signal);
  if (hasSameLevels(file, version)) {
    version.equivalentTexts.add(file.text);
    return { ...version, resourceVersion };
  }
  return newerVersion(services, requested, version, file);
}

/** Resolves to undefined if access is denied or the ConfigMap is gone. Then only the pods provide evidence. */
async function readConfigMap({ connection }: Services, signal: AbortSignal): Promise<ConfigMap | undefined> {
  try {
    return await connection.kubernetes.get<ConfigMap>(configMapPath(connection.target), signal);
  } catch (error) {
    if (error instanceof KubernetesError && !isTransient(error)) return undefined;
    throw error;
  }
}

function hasSameLevels({ config }: LiveFile, { levels }: FileVersion): boolean {
  if (config.problems.some(({ effect }) => effect === 'refused')) return false;
  return levels.every(({ logger, to }) => effectiveLevel(config, logger).level === to);
}
