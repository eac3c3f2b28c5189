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
 * Connects to a session cluster that is there: its REST Service (what Flink's own client looks for) or its
 * Deployment. Reads only. Rejects with SessionNotFound, or with the KubernetesError that kept it from knowing.
 */
export async function connectSession(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  signal: AbortSignal,
): Promise<Connection> {
  // Asked along with the rest, so that the first call to REST has nothing left to look up.
  const jobManager = target.restUrl === undefined ? findJobManager(kubernetes, target, signal) : undefined;
  jobManager?.catch(() => {}); // The first call tells.
  const mode = await findMode(kubernetes, target, signal);
  return openConnection(kubernetes, target, { mode, jobManager });
}

/** Rejects where there is no such cluster. */
async function findMode(kubernetes: KubernetesApi, target: SessionTarget, signal: AbortSignal): Promise<ClusterMode> {
  const { clusterId, namespace } = target;
  const lookUps = await Promise.allSettled([
    kubernetes.get({ resource: resources.services, namespace, name: restServiceName(clusterId) }, signal),
    kubernetes.get<Deployment>({ resource: resources.deployments, namespace, name: deploymentName(clusterId) }, signal),
  ]);
  signal.throwIfAborted();
  if (lookUps.some((lookUp) => lookUp.status === 'fulfilled' && isOfNativeKubernetes(lookUp.value))) {
    const [, deployment] = lookUps;
    return deployment.status === 'fulfilled' ? describeDeployment(deployment.value).mode : 'unknown';
  }

  const errors = lookUps.flatMap((lookUp) => (lookUp.status === 'rejected' ? [lookUp.reason as unknown] : []));
  // One that may not be read leaves the word to the other; both, or a server that cannot be reached, leave nothing.
  const inTheWay = errors.filter((error) => !isKind(error, 'not-found'));
  if (inTheWay.length === lookUps.length || inTheWay.some((error) => !isKind(error, 'forbidden'))) throw inTheWay[0];
  throw new SessionNotFound(clusterId, namespace, await findNearMisses(kubernetes, target, signal));
}

function isOfNativeKubernetes(object: KubernetesObject): boolean {
  return object.metadata?.labels?.type === 'flink-native-kubernetes';
}

function isKind(error: unknown, kind: KubernetesError['kind']): boolean {
  return error instanceof KubernetesError && error.kind === kind;
}
