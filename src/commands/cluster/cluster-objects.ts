import { clusterSelector, isHaConfigMap } from '../../flink/names.ts';
import type { ConfigMap, Pod } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { Connection } from '../../session/session.ts';

export function clusterPods({ kubernetes, target }: Connection, signal: AbortSignal): Promise<readonly Pod[]> {
  const { clusterId, namespace } = target;
  return kubernetes.list<Pod>(
    { resource: resources.pods, namespace, labelSelector: clusterSelector(clusterId) },
    signal,
  );
}

/** Lists the high-availability ConfigMaps. Flink sets no owner on them, so they outlive the Deployment. */
export async function haConfigMaps(
  { kubernetes, target }: Connection,
  signal: AbortSignal,
): Promise<readonly ConfigMap[]> {
  const { clusterId, namespace } = target;
  const labelSelector = clusterSelector(clusterId);
  const found = await kubernetes.list<ConfigMap>({ resource: resources.configMaps, namespace, labelSelector }, signal);
  return found.filter((configMap) => isHaConfigMap(clusterId, configMap));
}

export const nameOf = ({ metadata }: Pod | ConfigMap): string => metadata?.name ?? '';
