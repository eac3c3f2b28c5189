import type { Cluster } from '@kubernetes/client-node';
import type { KubernetesApi } from './api.ts';
import { createAccessReview } from './calls/access-review.ts';
import { createExec } from './calls/exec.ts';
import { createForward } from './calls/forward.ts';
import { createObjectCalls } from './calls/object-calls.ts';
import { createOpenExec } from './calls/open-exec.ts';
import { createPing } from './calls/ping.ts';
import { createPodLog } from './calls/pod-log.ts';
import { createServiceProxy } from './calls/service-proxy.ts';
import { createCredentials } from './credentials/credentials.ts';
import type { KubeConfigChoice } from './kubeconfig/kubeconfig.ts';
import { createTransport } from './transport/transport.ts';
import { listAll } from './watch/list.ts';
import { startWatch } from './watch/watch.ts';

/** Creates a client without sending a request. Rejects with kind `no-kubeconfig` if no kubeconfig is usable. */
export async function connectKubernetes(choice: KubeConfigChoice): Promise<KubernetesApi> {
  const credentials = createCredentials(choice);
  const transport = createTransport(credentials);
  const { context, origin, isInCluster } = credentials;
  return {
    server: transport.server,
    insecureReason: insecureReason(context.cluster, choice),
    context: context.name,
    namespace: context.namespace,
    kubeconfig: origin,
    isInCluster,
    ...createObjectCalls(transport),
    list: async (target, signal) => (await listAll(transport, target, signal)).items as never,
    watch: (target, listener) => startWatch(transport, target, listener),
    podLog: createPodLog(transport),
    forward: createForward(transport),
    exec: createExec(transport),
    openExec: createOpenExec(transport),
    serviceProxy: createServiceProxy(transport),
    serverTime: transport.serverTime,
    ping: createPing(transport),
    isAllowed: createAccessReview(transport),
    credential: credentials.describe,
    reconnect: transport.reconnect,
    close: transport.close,
  };
}

/** Returns the settings that disable certificate checks; undefined if there are none. */
function insecureReason(
  { server, skipTLSVerify }: Cluster,
  { env }: Pick<KubeConfigChoice, 'env'>,
): string | undefined {
  const reasons = [
    // Node applies this variable to every TLS connection of the process.
    ...(env.NODE_TLS_REJECT_UNAUTHORIZED === '0' ? ['NODE_TLS_REJECT_UNAUTHORIZED=0'] : []),
    ...(skipTLSVerify && server.startsWith('https:') ? ['insecure-skip-tls-verify in the kubeconfig'] : []),
  ];
  return reasons.length === 0 ? undefined : reasons.join(' and ');
}
