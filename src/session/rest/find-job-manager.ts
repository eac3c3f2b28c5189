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
 * The pod and port to reach REST at: the leading JobManager's, or where it cannot be told who leads, the oldest
 * that runs: every JobManager passes requests on to the leader (flink.md 2.8), and a new one listens late. The port is the one that the
 * REST Service aims at, which Flink patches under host networking (flink.md 2.3).
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
    throw new FlinkError('unreachable', `No JobManager of ${clusterId} is running.`);
  }
  return { pod: pod.metadata.name, port: targetPort(service, pod), scheme };
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
