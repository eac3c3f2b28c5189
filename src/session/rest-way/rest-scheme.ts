import { flinkConfigMapName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { ConfigMap } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { SessionTarget } from '../session.ts';
import { orUndefined } from './or-undefined.ts';

export type RestScheme = 'http' | 'https';

/** How the JobManager speaks REST, by the configuration that it was deployed with; plain where that may not be read. */
export async function readRestScheme(
  kubernetes: KubernetesApi,
  { clusterId, namespace }: SessionTarget,
  signal: AbortSignal,
): Promise<RestScheme> {
  const path = { resource: resources.configMaps, namespace, name: flinkConfigMapName(clusterId) };
  const configMap = await orUndefined(kubernetes.get<ConfigMap>(path, signal));
  // To read YAML is weight that few clusters are worth.
  if (!Object.values(configMap?.data ?? {}).some((text) => /\bssl\b/.test(text))) return 'http';
  const { readFlinkSettings } = await import('../flink-settings.ts');
  return readFlinkSettings(configMap).isRestEncrypted ? 'https' : 'http';
}
