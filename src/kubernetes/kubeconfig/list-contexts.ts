import type { KubeConfigChoice } from './kubeconfig.ts';
import { loadKubeConfig } from './load-kubeconfig.ts';

export type ContextSummary = {
  readonly name: string;
  readonly cluster: string;
  /** URL of the API server; undefined if the kubeconfig does not contain the cluster. */
  readonly server: string | undefined;
  readonly namespace: string | undefined;
  readonly isCurrent: boolean;
};

/**
 * Returns the contexts in kubeconfig order without sending a request. Throws a KubernetesError of kind `no-kubeconfig`
 * if no kubeconfig is usable.
 */
export function listContexts(choice: KubeConfigChoice): readonly ContextSummary[] {
  const { kubeConfig } = loadKubeConfig(choice);
  const current = kubeConfig.getCurrentContext();
  const servers = new Map(kubeConfig.getClusters().map(({ name, server }) => [name, server]));
  return kubeConfig.getContexts().map(({ name, cluster, namespace }) => ({
    name,
    cluster,
    server: servers.get(cluster),
    namespace,
    isCurrent: name === current,
  }));
}
