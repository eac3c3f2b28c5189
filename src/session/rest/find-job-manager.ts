import { FlinkError } from '../../flink/error.ts';
import { haConfigMapName, jobManagerSelector, mainContainer, restPort, restServiceName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { ConfigMap, Pod, Service } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { leadingJobManager, runningJobManagers } from '../cluster/leading-job-manager.ts';
import type { SessionTarget } from '../session.ts';
import { readIfAllowed } from './read-if-allowed.ts';
import { type RestScheme, readRestScheme } from './rest-scheme.ts';

export type JobManagerPort = { readonly pod: string; readonly port: number; readonly scheme: RestScheme };

/**
 * Finds the pod and port that serve REST: the leading JobManager, or the oldest running one if the leader is unknown.
 * Every JobManager forwards requests to the leader, but a new JobManager needs some time before it serves REST.
 */
export async function findJobManager(
  kubernetes: KubernetesApi,
  target: SessionTarget,
  signal: AbortSignal,
): Promise<JobManagerPort> {
  const { clusterId, namespace } = target;
  const [pods, service, haConfigMap, scheme] = await Promise.all([
    kubernetes.list<Pod>({ resource: resources.pods, namespace, labelSelector: jobManagerSelector(clusterId) }, signal),
    readIfAllowed(
      kubernetes.get<Service>({ resource: resources.services, namespace, name: restServiceName(clusterId) }, signal),
    ),
    readIfAllowed(
      kubernetes.get<ConfigMap>(
        { resource: resources.configMaps, namespace, name: haConfigMapName(clusterId) },
        signal,
      ),
    ),
    readRestScheme(kubernetes, target, signal),
  ]);
  const pod = leadingJobManager(pods, haConfigMap) ?? runningJobManagers(pods)[0];
  if (pod?.metadata?.name === undefined) {
    throw new FlinkError('unreachable', `no JobManager of ${clusterId} is running`);
  }
  return { pod: pod.metadata.name, port: targetPort(service, pod), scheme };
}

/** Returns the target port of the REST Service. With host networking, Flink patches that port. */
function targetPort(service: Service | undefined, pod: Pod): number {
  const containers = pod.spec?.containers ?? [];
  const container = containers.find(({ name }) => name === mainContainer) ?? containers[0];
  const ports = service?.spec?.ports;
  // The Kubernetes client's types declare an object, but the JSON contains a number or a port name.
  const target: unknown = (ports?.find(({ name }) => name === 'rest') ?? ports?.[0])?.targetPort;
  if (typeof target === 'number') return target;
  return container?.ports?.find(({ name }) => name === target)?.containerPort ?? restPort(container?.ports);
}
