import { deploymentName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { Deployment } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { Connection, SessionTarget } from '../session.ts';

/** A connection can stay open while the cluster is created again. */
const knownForMs = 60_000;
const timeoutMs = 4000;

/** @param known the uid when the connection was opened */
export function createDeploymentUid(
  kubernetes: KubernetesApi,
  { clusterId, namespace }: SessionTarget,
  known: string | undefined,
): Connection['deploymentUid'] {
  const path = { resource: resources.deployments, namespace, name: deploymentName(clusterId) };
  let uid = known;
  let readAt = Date.now();
  return async () => {
    if (Date.now() - readAt < knownForMs) return uid;
    readAt = Date.now();
    const read = await kubernetes.get<Deployment>(path, AbortSignal.timeout(timeoutMs)).catch(() => undefined);
    uid = read?.metadata?.uid ?? uid;
    return uid;
  };
}
