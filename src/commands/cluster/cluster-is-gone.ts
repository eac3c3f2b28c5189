import { deploymentName } from '../../flink/names.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { Connection } from '../../session/session.ts';
import { attempt } from '../record/attempt.ts';
import { isPassing } from '../record/wait-until.ts';

/**
 * Whether REST is silent because the cluster has shut down: its Deployment is gone. That is how an application cluster
 * ends, often before anybody could ask for the final state of its job.
 */
export async function isShutDown(
  error: unknown,
  { kubernetes, target }: Connection,
  signal: AbortSignal,
): Promise<boolean> {
  if (!isPassing(error)) return false;
  const path = { resource: resources.deployments, namespace: target.namespace, name: deploymentName(target.clusterId) };
  const deployment = await attempt(kubernetes.get(path, signal), signal);
  return deployment instanceof KubernetesError && deployment.kind === 'not-found';
}

/** For a result that could not say more. */
export const shutDownLine = (clusterId: string): string =>
  `The application cluster ${clusterId} shut down before it reported the final state`;
