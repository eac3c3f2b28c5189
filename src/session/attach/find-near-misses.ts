import { clusterSelector } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { KubernetesObject } from '../../kubernetes/objects.ts';
import { type Resource, resources } from '../../kubernetes/resource.ts';
import { nearest } from '../../text/nearest.ts';
import type { SessionTarget } from '../session.ts';
import { findClusters } from './find-clusters.ts';
import type { NearMiss } from './session-not-found.ts';

const leftoverKinds = [
  ['Pod', resources.pods],
  ['Service', resources.services],
  ['ConfigMap', resources.configMaps],
] as const satisfies readonly (readonly [string, Resource])[];

/** Finds suggestions for a session cluster that does not exist. Skips resources that cannot be listed. */
export async function findNearMisses(
  kubernetes: KubernetesApi,
  { clusterId, namespace }: SessionTarget,
  signal: AbortSignal,
): Promise<NearMiss> {
  const [inNamespace, inAllNamespaces, ...kinds] = await Promise.all([
    orEmpty(findClusters(kubernetes, { namespace }, signal)),
    orEmpty(findClusters(kubernetes, {}, signal)),
    ...leftoverKinds.map(async ([kind, resource]) => {
      const selector = { resource, namespace, labelSelector: clusterSelector(clusterId) };
      const objects = await orEmpty(kubernetes.list<KubernetesObject>(selector, signal));
      return objects.map(({ metadata }) => `${kind} ${metadata?.name}`);
    }),
  ]);
  signal.throwIfAborted();
  const ids = inNamespace.map((cluster) => cluster.clusterId).filter((id) => id !== clusterId);
  const namesakes = inAllNamespaces.filter((cluster) => cluster.clusterId === clusterId);
  return {
    nearest: nearest(clusterId, ids),
    otherNamespaces: namesakes.map((cluster) => cluster.namespace).filter((other) => other !== namespace),
    leftovers: kinds.flat(),
  };
}

/** Ignores errors, because a second error would hide the original one. */
async function orEmpty<T>(list: Promise<readonly T[]>): Promise<readonly T[]> {
  return list.catch(() => []);
}
