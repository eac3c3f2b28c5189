import type { Cluster, User } from '@kubernetes/client-node';
import { nearest } from '../../text/nearest.ts';
import { KubernetesError } from '../error.ts';
import type { LoadedKubeConfig } from './load-kubeconfig.ts';

export type ChosenContext = {
  readonly name: string;
  readonly namespace: string;
  readonly cluster: Cluster;
  /** undefined for anonymous requests: the context names no user or an unknown user. */
  readonly user: User | undefined;
  /** The setting outside the kubeconfig that names the proxy: `HTTPS_PROXY in the environment`. */
  readonly proxySetting?: string | undefined;
};

/** Selects the requested context, or the current context of the kubeconfig. */
export function chooseContext({ kubeConfig, origin }: LoadedKubeConfig, requested: string | undefined): ChosenContext {
  const name = requested ?? kubeConfig.getCurrentContext();
  const names = kubeConfig.getContexts().map((context) => context.name);
  if (!name) {
    throw new KubernetesError(
      'no-kubeconfig',
      `the kubeconfig ${origin} has no current context; choose one with --context: ${names.join(', ')}`,
    );
  }
  const context = kubeConfig.getContextObject(name);
  if (context === null) {
    const similar = nearest(name, names);
    const sorted = [...similar, ...names.filter((other) => !similar.includes(other)).sort()];
    throw new KubernetesError(
      'no-kubeconfig',
      `no context "${name}" in ${origin}; available contexts: ${sorted.join(', ')}`,
    );
  }
  kubeConfig.setCurrentContext(name);
  const cluster = kubeConfig.getCurrentCluster();
  if (cluster === null) {
    throw new KubernetesError(
      'no-kubeconfig',
      `the context "${name}" refers to the cluster "${context.cluster}", which is not in ${origin}`,
    );
  }
  return { name, namespace: context.namespace ?? 'default', cluster, user: kubeConfig.getCurrentUser() ?? undefined };
}
