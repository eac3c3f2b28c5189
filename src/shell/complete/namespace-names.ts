import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { ContextSummary } from '../../kubernetes/kubeconfig/list-contexts.ts';
import type { KubernetesObject } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';

/** Returns the namespaces of the cluster, or the namespaces in the kubeconfig if the request fails. */
export async function namespaceNames(
  kubernetes: KubernetesApi,
  contexts: readonly ContextSummary[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    const namespaces = await kubernetes.list<KubernetesObject>({ resource: resources.namespaces }, signal);
    return namespaces.flatMap(({ metadata }) => metadata?.name ?? []);
  } catch {
    return [...new Set([kubernetes.namespace, ...contexts.flatMap(({ namespace }) => namespace ?? [])])];
  }
}
