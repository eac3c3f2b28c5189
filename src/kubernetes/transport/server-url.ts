import type { Cluster, User } from '@kubernetes/client-node';
import { KubernetesError } from '../error.ts';

/**
 * Returns the server URL of a kubeconfig. A URL without a scheme gets https if any certificate setting is present,
 * otherwise http, as in client-go's DefaultServerURL. Throws with kind `no-kubeconfig`.
 */
export function serverUrl(cluster: Cluster, user: User | undefined, origin: string): string {
  const { name, server, caData, caFile, skipTLSVerify } = cluster;
  const isEncrypted = [caData, caFile, skipTLSVerify, user?.certData, user?.certFile].some(Boolean);
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(server) ? server : `${isEncrypted ? 'https' : 'http'}://${server}`;
  if (/^https?:/i.test(url) && URL.canParse(url)) return url;
  throw new KubernetesError(
    'no-kubeconfig',
    `invalid server URL "${server}" of the cluster "${name}" in ${origin}: it must start with https:// or http://`,
  );
}
