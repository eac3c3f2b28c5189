import { KubernetesError } from '../../../kubernetes/error.ts';
import type { ConfigMap } from '../../../kubernetes/objects.ts';
import { effectiveLevel } from '../../../logging-config/effective-level.ts';
import { serverNow } from '../../../session/server-now.ts';
import type { Services } from '../../record/command.ts';
import { isPassing } from '../../record/wait-until.ts';
import type { WritePlan } from '../plan/write-plan.ts';
import { type FileVersion, newerVersion } from './file-version.ts';
import { configMapPath, type LiveFile, liveFileOf } from './live-file.ts';

/** So close to its end, a level may be taken back by whoever is first: that is no newer change. */
const almostOverMs = 2000;

/**
 * Looks whether the ConfigMap still gives the levels of a version. Resolves to the version that took its place, if it
 * does not; else to the same one, with what was seen. Rejects while the API server does not answer.
 */
export async function findNewerVersion(
  services: Services,
  { asked, until }: Pick<WritePlan, 'asked' | 'until'>,
  version: FileVersion,
  signal: AbortSignal,
): Promise<FileVersion> {
  const { connection, now } = services;
  const configMap = await readConfigMap(services, signal);
  const revision = configMap?.metadata?.resourceVersion;
  if (configMap === undefined || revision === version.revision) return version;
  if (until !== null && until - serverNow(connection, now()) < almostOverMs) return version;
  const file = await liveFileOf(services, version.file, configMap, signal);
  if (givesLevels(file, version)) {
    version.sameTexts.add(file.text);
    return { ...version, revision };
  }
  return newerVersion(services, asked, version, file);
}

/** undefined where it may no longer be read, or is gone with its cluster: the pods tell then. */
async function readConfigMap({ connection }: Services, signal: AbortSignal): Promise<ConfigMap | undefined> {
  try {
    return await connection.kubernetes.get<ConfigMap>(configMapPath(connection.target), signal);
  } catch (error) {
    if (error instanceof KubernetesError && !isPassing(error)) return undefined;
    throw error;
  }
}

function givesLevels({ config }: LiveFile, { levels }: FileVersion): boolean {
  if (config.problems.some(({ effect }) => effect === 'refused')) return false;
  return levels.every(({ logger, to }) => effectiveLevel(config, logger).level === to);
}
