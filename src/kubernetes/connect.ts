import type { KubernetesApi } from './api.ts';
import { createAccessReview } from './calls/access-review.ts';
import { createExec } from './calls/exec.ts';
import { createForward } from './calls/forward.ts';
import { createObjectCalls } from './calls/object-calls.ts';
import { createPing } from './calls/ping.ts';
import { createPodLog } from './calls/pod-log.ts';
import { createServiceProxy } from './calls/service-proxy.ts';
import { createCredentials } from './credentials/credentials.ts';
import { insecureReason } from './kubeconfig/insecure-reason.ts';
import type { KubeConfigChoice } from './kubeconfig/kubeconfig.ts';
import { createTransport } from './transport/transport.ts';
import { listAll } from './watch/list.ts';
import { startWatch } from './watch/watch.ts';

/** Reads the kubeconfig and makes ready; nothing is sent yet. Rejects with kind `no-kubeconfig`. */
export async function connectKubernetes(choice: KubeConfigChoice): Promise<KubernetesApi> {
  const credentials = createCredentials(choice);
  const transport = createTransport(credentials);
  const { context, origin } = credentials;
  return {
    server: transport.server,
    insecureReason: insecureReason(context.cluster, choice),
    context: context.name,
    namespace: context.namespace,
    kubeconfig: origin,
    ...createObjectCalls(transport),
    list: async (target, signal) => (await listAll(transport, target, signal)).items as never,
    watch: (target, listener) => startWatch(transport, target, listener),
    podLog: createPodLog(transport),
    forward: createForward(transport),
    exec: createExec(transport),
    serviceProxy: createServiceProxy(transport),
    serverTime: transport.serverTime,
    ping: createPing(transport),
    may: createAccessReview(transport),
    credential: credentials.describe,
    reconnect: transport.reconnect,
    close: transport.close,
  };
}
