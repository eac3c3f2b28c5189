import { deploymentName, restServiceName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { Deployment, KubernetesObject } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { describeDeployment } from '../cluster/describe-deployment.ts';
import { findJobManager } from '../rest/find-job-manager.ts';
import type { Connection, SessionTarget } from '../session.ts';
import type { ClusterMode } from '../snapshot.ts';
import { findNearMisses } from './find-near-misses.ts';
import { openConnection } from './open-connection.ts';
import { SessionNotFound } from './session-not-found.ts';

/**
 * Connects to an existing cluster without changing the cluster. Rejects with SessionNotFound, or with the
 * KubernetesError that prevented the check.
 */
export async function connectSession(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  signal: AbortSignal,
): Promise<Connection> {
  // Start this lookup now, because the first REST call needs its result.
  const usesForward = target.restUrl === undefined && !kubernetes.isInCluster;
  const jobManager = usesForward ? findJobManager(kubernetes, target, signal) : undefined;
  jobManager?.catch(() => {}); // The first REST call reports the error.
  const found = await findDeployment(kubernetes, target, signal);
  return openConnection(kubernetes, target, { ...found, jobManager });
}

type FoundDeployment = { readonly mode: ClusterMode; readonly deploymentUid: string | undefined };

/**
 * Returns what is known of the Deployment of a cluster. Rejects with SessionNotFound if the cluster has no Deployment and no REST Service,
 * which Flink's own client looks for.
 */
async function findDeployment(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  signal: AbortSignal,
): Promise<FoundDeployment> {
  const { clusterId, namespace } = target;
  const lookups = await Promise.allSettled([
    kubernetes.get({ resource: resources.services, namespace, name: restServiceName(clusterId) }, signal),
    kubernetes.get<Deployment>({ resource: resources.deployments, namespace, name: deploymentName(clusterId) }, signal),
  ]);
  signal.throwIfAborted();
  if (lookups.some((lookup) => lookup.status === 'fulfilled' && isNativeKubernetes(lookup.value))) {
    const [, deployment] = lookups;
    if (deployment.status === 'rejected') return { mode: 'unknown', deploymentUid: undefined };
    const { mode, uid } = describeDeployment(deployment.value);
    return { mode, deploymentUid: uid };
  }

  const errors = lookups.flatMap((lookup) => (lookup.status === 'rejected' ? [lookup.reason as unknown] : []));
  // If one read is denied, the result of the other one decides. Two denied reads or any other failure are errors.
  const blocking = errors.filter((error) => !isKind(error, 'not-found'));
  if (blocking.length === lookups.length || blocking.some((error) => !isKind(error, 'forbidden'))) throw blocking[0];
  throw new SessionNotFound(clusterId, namespace, await findNearMisses(kubernetes, target, signal));
}

function isNativeKubernetes(object: KubernetesObject): boolean {
  return object.metadata?.labels?.type === 'flink-native-kubernetes';
}

function isKind(error: unknown, kind: KubernetesError['kind']): boolean {
  return error instanceof KubernetesError && error.kind === kind;
}
