import { restServiceName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import type { SessionTarget } from '../session.ts';
import { type RestScheme, readRestScheme } from './rest-scheme.ts';
import type { RestTransport } from './rest-transport.ts';

/**
 * Sends REST requests through the API server's service proxy, which is slower than a forward but needs a different
 * permission. The proxy cannot send credentials or client certificates to Flink.
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
        const usedScheme = await scheme;
        isUnverified = usedScheme === 'https'; // the API server does not check Flink's certificate
        const service = { namespace, service: restServiceName(clusterId), scheme: usedScheme, port: 'rest', path };
        return await kubernetes.serviceProxy(service, request);
      } catch (error) {
        reopen();
        throw error;
      }
    },
    isUnverified: () => isUnverified,
    reopen,
    close: () => closing.abort(new Error('the session was closed')),
  };
}
