import type { Cluster, User } from '@kubernetes/client-node';
import { KubernetesError } from '../error.ts';

/** Returns the server URL of a kubeconfig. Throws a KubernetesError of kind `no-kubeconfig` if the URL is invalid. */
export function serverUrl(cluster: Cluster, user: User | undefined, origin: string): string {
  const { name, server, caData, caFile, skipTLSVerify } = cluster;
  // As in client-go's DefaultServerURL, a URL without a scheme gets https if any certificate setting is present.
  const isEncrypted = [caData, caFile, skipTLSVerify, user?.certData, user?.certFile].some(Boolean);
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(server) ? server : `${isEncrypted ? 'https' : 'http'}://${server}`;
  if (/^https?:/i.test(url) && URL.canParse(url)) return url;
  throw new KubernetesError(
    'no-kubeconfig',
    `invalid server URL "${server}" of the cluster "${name}" in ${origin}: it must start with https:// or http://`,
  );
}
