import { readFileSync } from 'node:fs';
import type { Cluster } from '@kubernetes/client-node';

/** Cluster information for a plugin with `provideClusterInfo`, in the format of ExecCredential. */
export type ExecClusterInfo = { readonly server: string; readonly [field: string]: unknown };

export function execClusterInfo(cluster: Cluster, config: unknown): ExecClusterInfo {
  const authority = cluster.caData ?? (cluster.caFile && readFileSync(cluster.caFile).toString('base64'));
  return {
    server: cluster.server,
    ...(cluster.tlsServerName && { 'tls-server-name': cluster.tlsServerName }),
    ...(cluster.skipTLSVerify && { 'insecure-skip-tls-verify': true }),
    ...(authority && { 'certificate-authority-data': authority }),
    ...(cluster.proxyUrl && { 'proxy-url': cluster.proxyUrl }),
    ...(config !== undefined && { config }),
  };
}
