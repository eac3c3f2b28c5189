import type { Cluster, User } from '@kubernetes/client-node';
import { nearest } from '../../text/nearest.ts';
import { KubernetesError } from '../error.ts';
import type { LoadedKubeConfig } from './load-kubeconfig.ts';

export type ChosenContext = {
  readonly name: string;
  readonly namespace: string;
  readonly cluster: Cluster;
  /** undefined for a context that names no user, or one that is not there: its requests are anonymous. */
  readonly user: User | undefined;
  /** What names the cluster's proxy where the kubeconfig does not: `HTTPS_PROXY in the environment`. */
  readonly proxySetting?: string | undefined;
};

/** Makes the asked-for context (else the kubeconfig's own) the current one. */
export function chooseContext({ kubeConfig, origin }: LoadedKubeConfig, asked: string | undefined): ChosenContext {
  const name = asked ?? kubeConfig.getCurrentContext();
  const names = kubeConfig.getContexts().map((context) => context.name);
  if (!name) {
    throw new KubernetesError(
      'no-kubeconfig',
      `The kubeconfig ${origin} has no current context. Choose one with --context: ${names.join(', ')}.`,
    );
  }
  const context = kubeConfig.getContextObject(name);
  if (context === null) {
    const close = nearest(name, names);
    const sorted = [...close, ...names.filter((other) => !close.includes(other)).sort()];
    throw new KubernetesError(
      'no-kubeconfig',
      `There is no context "${name}" in ${origin}. The contexts there are: ${sorted.join(', ')}.`,
    );
  }
  kubeConfig.setCurrentContext(name);
  const cluster = kubeConfig.getCurrentCluster();
  if (cluster === null) {
    throw new KubernetesError(
      'no-kubeconfig',
      `The context "${name}" names the cluster "${context.cluster}", which is not in ${origin}.`,
    );
  }
  return { name, namespace: context.namespace ?? 'default', cluster, user: kubeConfig.getCurrentUser() ?? undefined };
}
