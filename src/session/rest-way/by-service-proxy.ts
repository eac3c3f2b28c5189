import { restServiceName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import type { Way } from './way.ts';

/** Through the API server to the REST Service: slower than a forward, but it needs another right. */
export function wayByServiceProxy(kubernetes: KubernetesApi, { clusterId, namespace }: SessionTarget): Way {
  return {
    via: 'service proxy',
    send: ({ path, ...request }) =>
      kubernetes.serviceProxy({ namespace, service: restServiceName(clusterId), port: 'rest', path }, request),
    reopen: () => {},
    close: () => {},
  };
}
