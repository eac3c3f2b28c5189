import { restServiceName } from '../../flink/names.ts';
import type { KubernetesApi } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { Service } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import type { SessionTarget } from '../session.ts';
import { certificateNames } from './certificate-names.ts';
import { ConnectFailure } from './connect-failure.ts';
import { connectSignal } from './connect-signal.ts';
import { connectSocket } from './connect-socket.ts';
import { connectionReason } from './connection-reason.ts';
import { connectionTransport } from './connection-transport.ts';
import { openTls } from './open-tls.ts';
import { readRestScheme } from './rest-scheme.ts';
import type { RestTransport } from './rest-transport.ts';

/** Less than the timeout of a request, so that the request can still use another transport. */
const connectTimeoutMs = 2000;

/**
 * Connects directly to the REST Service, which only works inside Kubernetes. Needs permission to read the Service and,
 * for TLS, the ConfigMap. If the Service is missing or cannot be reached, `send` rejects with a ConnectFailure.
 */
export function serviceTransport(kubernetes: KubernetesApi, target: SessionTarget): RestTransport {
  const { restAccess = {} } = target;
  let address: Promise<URL> | undefined;
  return connectionTransport({
    via: 'service',
    // A service mesh routes by the Host header, so it contains a name of the Service.
    base: new URL(`http://${dnsName(target)}`),
    access: restAccess,
    maxConnections: 4,
    open: async (closed) => {
      address ??= findAddress(kubernetes, target, closed);
      const url = await address;
      const socket = await connectSocket(url, connectSignal(closed, connectTimeoutMs)).catch((cause) => {
        throw new ConnectFailure(`cannot reach Flink's REST API at ${url.origin}: ${connectionReason(cause)}`, cause);
      });
      return url.protocol === 'https:'
        ? openTls(socket, certificateNames(target), restAccess, connectSignal(closed))
        : socket;
    },
    // The Service may have been created again with another address.
    forget: () => {
      address = undefined;
    },
  });
}

async function findAddress(kubernetes: KubernetesApi, target: SessionTarget, signal: AbortSignal): Promise<URL> {
  const { clusterId, namespace } = target;
  const path = { resource: resources.services, namespace, name: restServiceName(clusterId) };
  const [service, scheme] = await Promise.all([
    kubernetes.get<Service>(path, signal).catch(rethrowAsConnectFailure),
    readRestScheme(kubernetes, target, signal),
  ]);
  return new URL(`${scheme}://${hostAndPort(service, target)}`);
}

function rethrowAsConnectFailure(error: unknown): never {
  const isMissing = error instanceof KubernetesError && error.kind === 'not-found';
  throw isMissing ? new ConnectFailure(error.message, error) : error;
}

/** Returns the address inside Kubernetes. A headless Service and an ExternalName have only a DNS name. */
function hostAndPort({ spec = {} }: Service, target: SessionTarget): string {
  const { type, clusterIP, ports } = spec;
  const { port = 8081, targetPort } = ports?.find(({ name }) => name === 'rest') ?? ports?.[0] ?? {};
  if (type === 'ExternalName') return `${dnsName(target)}:${port}`;
  if (clusterIP === undefined || clusterIP === 'None') {
    // This name resolves to pods, so no proxy maps the port to the target port.
    return `${dnsName(target)}:${typeof targetPort === 'number' ? targetPort : port}`;
  }
  return `${clusterIP.includes(':') ? `[${clusterIP}]` : clusterIP}:${port}`;
}

function dnsName({ clusterId, namespace }: SessionTarget): string {
  return `${restServiceName(clusterId)}.${namespace}.svc`;
}
