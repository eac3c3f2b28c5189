import { FlinkError } from '../../flink/error.ts';
import { haConfigMapName, jobManagerSelector, mainContainer, restPort, restServiceName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { ConfigMap, Pod, Service } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { leadingJobManager, runningJobManagers } from '../leading-job-manager.ts';
import type { SessionTarget } from '../session.ts';

export type JobManagerPort = { readonly pod: string; readonly port: number };

/**
 * The pod and port to reach REST at: the leading JobManager's, or where it cannot be told who leads, the oldest
 * that runs: every JobManager passes requests on to the leader (flink.md 2.8), and a new one listens late. The port is the one that the
 * REST Service aims at, which Flink patches under host networking (flink.md 2.3).
 */
export async function findJobManager(
  kubernetes: KubernetesApi,
  { clusterId, namespace }: SessionTarget,
  signal: AbortSignal,
): Promise<JobManagerPort> {
  const [pods, service, haConfigMap] = await Promise.all([
    kubernetes.list<Pod>({ resource: resources.pods, namespace, labelSelector: jobManagerSelector(clusterId) }, signal),
    orUndefined(
      kubernetes.get<Service>({ resource: resources.services, namespace, name: restServiceName(clusterId) }, signal),
    ),
    orUndefined(
      kubernetes.get<ConfigMap>(
        { resource: resources.configMaps, namespace, name: haConfigMapName(clusterId) },
        signal,
      ),
    ),
  ]);
  const pod = leadingJobManager(pods, haConfigMap) ?? runningJobManagers(pods)[0];
  if (pod?.metadata?.name === undefined) {
    throw new FlinkError('unreachable', `No JobManager of ${clusterId} is running.`);
  }
  return { pod: pod.metadata.name, port: targetPort(service, pod) };
}

/** Both objects only make the choice better: to be refused one, or not to have it, is no reason to give up. */
async function orUndefined<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof KubernetesError && (error.kind === 'not-found' || error.kind === 'forbidden'))
      return undefined;
    throw error;
  }
}

function targetPort(service: Service | undefined, pod: Pod): number {
  const containers = pod.spec?.containers ?? [];
  const container = containers.find(({ name }) => name === mainContainer) ?? containers[0];
  const ports = service?.spec?.ports;
  // The client's types say object for what is a number or a port's name.
  const target: unknown = (ports?.find(({ name }) => name === 'rest') ?? ports?.[0])?.targetPort;
  if (typeof target === 'number') return target;
  return container?.ports?.find(({ name }) => name === target)?.containerPort ?? restPort(container?.ports);
}
