import { restServiceName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import { type RestScheme, readRestScheme } from './rest-scheme.ts';
import type { RestTransport } from './rest-transport.ts';

/**
 * Through the API server to the REST Service: slower than a forward, but it needs another right. Who one is stays
 * between the API server and us, and so do certificates: it speaks TLS to Flink without looking at Flink's, or having one.
 */
export function serviceProxyTransport(kubernetes: KubernetesApi, target: SessionTarget): RestTransport {
  const { clusterId, namespace } = target;
  const closing = new AbortController();
  let scheme: Promise<RestScheme> | undefined;
  let isUnverified = false;
  const reopen = () => {
    scheme = undefined;
  };
  return {
    via: 'service proxy',
    send: async ({ path, ...request }) => {
      try {
        scheme ??= readRestScheme(kubernetes, target, closing.signal);
        const spoken = await scheme;
        isUnverified = spoken === 'https';
        const service = { namespace, service: restServiceName(clusterId), scheme: spoken, port: 'rest', path };
        return await kubernetes.serviceProxy(service, request);
      } catch (error) {
        reopen();
        throw error;
      }
    },
    isUnverified: () => isUnverified,
    reopen,
    close: () => closing.abort(new Error('The session was left.')),
  };
}
