import type { Cluster, User } from '@kubernetes/client-node';
import { KubernetesError } from '../error.ts';

/**
 * The URL of a kubeconfig's server. One without a scheme is taken as kubectl takes it (DefaultServerURL of client-go): for
 * https where anything is said of certificates, else for http. Throws with kind `no-kubeconfig`.
 */
export function serverUrl(cluster: Cluster, user: User | undefined, origin: string): string {
  const { name, server, caData, caFile, skipTLSVerify } = cluster;
  const isEncrypted = [caData, caFile, skipTLSVerify, user?.certData, user?.certFile].some(Boolean);
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(server) ? server : `${isEncrypted ? 'https' : 'http'}://${server}`;
  if (/^https?:/i.test(url) && URL.canParse(url)) return url;
  throw new KubernetesError(
    'no-kubeconfig',
    `The server "${server}" of the cluster "${name}" in ${origin} is no URL: it has to begin with https:// or http://.`,
  );
}
