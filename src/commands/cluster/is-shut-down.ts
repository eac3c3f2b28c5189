import { deploymentName } from '../../flink/names.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { Connection } from '../../session/session.ts';
import { resultOrError } from '../record/result-or-error.ts';
import { isTransient } from '../record/wait-until.ts';

/**
 * Returns whether the REST API fails because the cluster has shut down: its Deployment is gone. An application cluster
 * often shuts down before the final state of its job can be read.
 */
export async function isShutDown(
  error: unknown,
  { kubernetes, target }: Connection,
  signal: AbortSignal,
): Promise<boolean> {
  if (!isTransient(error)) return false;
  const path = { resource: resources.deployments, namespace: target.namespace, name: deploymentName(target.clusterId) };
  const deployment = await resultOrError(kubernetes.get(path, signal), signal);
  return deployment instanceof KubernetesError && deployment.kind === 'not-found';
}

export const shutDownMessage = (clusterId: string): string =>
  `Application cluster ${clusterId} shut down before it reported the final state`;
