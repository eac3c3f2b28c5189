import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { ContextSummary } from '../../kubernetes/kubeconfig/list-contexts.ts';
import type { KubernetesObject } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';

/** The namespaces that the API server lists, or where it does not, those that the contexts of the kubeconfig name. */
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
