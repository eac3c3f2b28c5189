import type { Cluster } from '@kubernetes/client-node';
import type { KubeConfigChoice } from './kubeconfig.ts';

/** What turns off the check of the server's certificate; undefined where it is checked, or where there is no TLS. */
export function insecureReason(
  { server, skipTLSVerify }: Cluster,
  { env }: Pick<KubeConfigChoice, 'env'>,
): string | undefined {
  const reasons = [
    // Node reads this variable itself, for every TLS connection of the process.
    ...(env.NODE_TLS_REJECT_UNAUTHORIZED === '0' ? ['NODE_TLS_REJECT_UNAUTHORIZED=0'] : []),
    ...(skipTLSVerify && server.startsWith('https:') ? ['insecure-skip-tls-verify in the kubeconfig'] : []),
  ];
  return reasons.length === 0 ? undefined : reasons.join(' and ');
}
