import { createAccessReview } from './access-review.ts';
import type { KubernetesApi } from './api.ts';
import { createCredentials } from './credentials.ts';
import { createExec } from './exec.ts';
import { createForward } from './forward.ts';
import { insecureReason } from './insecure-reason.ts';
import type { KubeConfigChoice } from './kubeconfig.ts';
import { listAll } from './list.ts';
import { createObjectCalls } from './object-calls.ts';
import { createPing } from './ping.ts';
import { createPodLog } from './pod-log.ts';
import { createServiceProxy } from './service-proxy.ts';
import { createTransport } from './transport.ts';
import { startWatch } from './watch.ts';

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
