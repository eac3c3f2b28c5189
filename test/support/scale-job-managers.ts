import { jobManagerSelector } from '../../src/flink/names.ts';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import type { Pod } from '../../src/kubernetes/objects.ts';
import { resources } from '../../src/kubernetes/resource.ts';
import { cluster } from './cluster.ts';

/**
 * Sets the number of JobManagers of a session cluster and waits for it. Keeps the pod `keep`, if given. Submit jobs while
 * there is only one: the Service balances requests over all JobManagers, and without DNS names for pods, a standby cannot
 * forward a job's jar to the leader ("could not upload job files").
 */
export async function scaleJobManagers(
  kubernetes: KubernetesApi,
  { clusterId, replicas, keep }: { readonly clusterId: string; readonly replicas: number; readonly keep?: string },
): Promise<void> {
  const namespace = 'default';
  if (keep !== undefined) {
    const annotations = { 'controller.kubernetes.io/pod-deletion-cost': '1000' };
    await kubernetes.patch({ resource: resources.pods, namespace, name: keep }, { metadata: { annotations } });
  }
  const deployment = { resource: resources.deployments, namespace, name: clusterId };
  await kubernetes.patch(deployment, { spec: { replicas } });
  const pods = { resource: resources.pods, namespace, labelSelector: jobManagerSelector(clusterId) };
  const count = async () => (await kubernetes.list<Pod>(pods)).length === replicas;
  await cluster.eventually(`${replicas} JobManagers`, count, 120_000);
}
