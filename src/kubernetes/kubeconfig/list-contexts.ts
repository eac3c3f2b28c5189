import type { KubeConfigChoice } from './kubeconfig.ts';
import { loadKubeConfig } from './load-kubeconfig.ts';

export type ContextSummary = {
  readonly name: string;
  readonly cluster: string;
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
  return kubeConfig
    .getContexts()
    .map(({ name, cluster, namespace }) => ({ name, cluster, namespace, isCurrent: name === current }));
}
