import { clusterSelector } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { KubernetesObject } from '../../kubernetes/objects.ts';
import { type Resource, resources } from '../../kubernetes/resource.ts';
import { nearest } from '../../text/nearest.ts';
import type { SessionTarget } from '../session.ts';
import { findClusters } from './find-clusters.ts';
import type { NearMiss } from './session-not-found.ts';

const kindsOfPieces = [
  ['Pod', resources.pods],
  ['Service', resources.services],
  ['ConfigMap', resources.configMaps],
] as const satisfies readonly (readonly [string, Resource])[];

/** What may have been meant by a session cluster that is not there. Whatever may not be listed is left out. */
export async function findNearMisses(
  kubernetes: KubernetesApi,
  { clusterId, namespace }: SessionTarget,
  signal: AbortSignal,
): Promise<NearMiss> {
  const [here, everywhere, ...kinds] = await Promise.all([
    orNothing(findClusters(kubernetes, { namespace }, signal)),
    orNothing(findClusters(kubernetes, {}, signal)),
    ...kindsOfPieces.map(async ([kind, resource]) => {
      const selector = { resource, namespace, labelSelector: clusterSelector(clusterId) };
      const objects = await orNothing(kubernetes.list<KubernetesObject>(selector, signal));
      return objects.map(({ metadata }) => `${kind} ${metadata?.name}`);
    }),
  ]);
  signal.throwIfAborted();
  const ids = here.map((cluster) => cluster.clusterId).filter((id) => id !== clusterId);
  const namesakes = everywhere.filter((cluster) => cluster.clusterId === clusterId);
  return {
    nearest: nearest(clusterId, ids),
    otherNamespaces: namesakes.map((cluster) => cluster.namespace).filter((other) => other !== namespace),
    leftovers: kinds.flat(),
  };
}

/** It is an answer to a mistake already: an error on top of it would hide the first one. */
async function orNothing<T>(list: Promise<readonly T[]>): Promise<readonly T[]> {
  return list.catch(() => []);
}
