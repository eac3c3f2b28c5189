import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DemoObject, Kubelet } from '../../contracts.ts';
import type { PodObject } from '../../kubectl/pod-summary.ts';
import type { VersionedStore } from '../object-store.ts';
import type { ResourceRequest } from '../request-info.ts';
import type { ApiResource } from '../resources.ts';
import { badRequest, notFound, serviceUnavailable } from '../status.ts';
import type { Exchange } from './exchange.ts';

type Cluster = { readonly store: VersionedStore; readonly kubelet: Kubelet };
type Endpoint = { readonly pod: DemoObject & PodObject; readonly port: number };
type ServicePort = { readonly name?: string; readonly port: number; readonly targetPort?: number | string };
type ServiceObject = {
  readonly spec?: { readonly selector?: Record<string, string>; readonly ports?: readonly ServicePort[] };
};

/** Headers that the proxy does not forward: hop-by-hop headers, the host and the API server's bearer token. */
const droppedHeaders = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'host', 'authorization']);

/** Proxies requests to `services/NAME[:PORT]/proxy/…` and `pods/NAME[:PORT]/proxy/…`. */
export async function handleProxy(
  exchange: Exchange,
  info: ResourceRequest,
  resource: ApiResource,
  cluster: Cluster,
): Promise<void> {
  if (info.subpath === '') return redirectToSlash(exchange);
  const { name, port } = splitName(info.name ?? '');
  const find = resource.plural === 'services' ? findServiceEndpoint : findPodEndpoint;
  const endpoint = find(cluster.store, info.namespace ?? '', name, port, resource);
  const { namespace = '', name: pod } = endpoint.pod.metadata;
  const connection = cluster.kubelet.connect(namespace, pod, endpoint.port);
  if (!connection) throw unreachable(endpoint, 'connect: connection refused');
  const search = new URL(exchange.request.url ?? '', 'https://localhost').search;
  try {
    await forward(exchange, connection, `${info.subpath}${search}`);
  } catch (error) {
    connection.destroy();
    if (exchange.response.headersSent) exchange.response.destroy();
    else throw unreachable(endpoint, (error as Error).message);
  }
}

async function forward({ request, response, writeHead }: Exchange, connection: Duplex, path: string): Promise<void> {
  const upstreamRequest = httpRequest({
    createConnection: () => connection,
    method: request.method ?? 'GET',
    path,
    headers: { ...forwardedHeaders(request), host: 'localhost', connection: 'close' },
  });
  response.once('close', () => connection.destroy());
  const responded = new Promise<IncomingMessage>((resolve, reject) => {
    upstreamRequest.once('response', resolve);
    upstreamRequest.once('error', reject);
  });
  const [upstreamResponse] = await Promise.all([responded, pipeline(request, upstreamRequest)]);
  writeHead(upstreamResponse.statusCode ?? 502, forwardedHeaders(upstreamResponse));
  await pipeline(upstreamResponse, response);
}

function forwardedHeaders({ headers }: IncomingMessage): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => !droppedHeaders.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function redirectToSlash({ request, writeHead, response }: Exchange): void {
  writeHead(301, { location: `${request.url}/` });
  response.end();
}

/** Splits `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT`. */
function splitName(text: string): { name: string; port: string } {
  const parts = text.split(':');
  if (parts.length === 3) parts.shift();
  const [name = '', port = ''] = parts;
  return { name, port };
}

function findPodEndpoint(
  store: VersionedStore,
  namespace: string,
  name: string,
  port: string,
  resource: ApiResource,
): Endpoint {
  const pod = store.get('pods', namespace, name) as (DemoObject & PodObject) | undefined;
  if (!pod) throw notFound(resource, name);
  if (pod.status?.podIP === undefined) throw badRequest('address not allowed');
  return { pod, port: port === '' ? (pod.spec?.containers?.[0]?.ports?.[0]?.containerPort ?? 80) : Number(port) };
}

/** Finds a ready pod for a service port. `requestedPort` is a name or number, or empty for an unnamed port. */
function findServiceEndpoint(
  store: VersionedStore,
  namespace: string,
  name: string,
  requestedPort: string,
  resource: ApiResource,
): Endpoint {
  const service = store.get('services', namespace, name) as (DemoObject & ServiceObject) | undefined;
  if (!service) throw notFound(resource, name);
  const ports = service.spec?.ports ?? [];
  const isNumber = /^\d+$/.test(requestedPort);
  const port = ports.find((candidate) =>
    isNumber ? candidate.port === Number(requestedPort) : (candidate.name ?? '') === requestedPort,
  );
  if (isNumber && !port) throw serviceUnavailable(`no service port ${requestedPort} found for service "${name}"`);
  const pod = readyPods(store, service)[0];
  if (!pod || !port) throw serviceUnavailable(`no endpoints available for service "${name}"`);
  return { pod, port: targetPort(port, pod) };
}

function readyPods(store: VersionedStore, service: DemoObject & ServiceObject): (DemoObject & PodObject)[] {
  const selector = Object.entries(service.spec?.selector ?? {});
  if (selector.length === 0) return [];
  const pods = store.list('pods', service.metadata.namespace) as readonly (DemoObject & PodObject)[];
  return pods.filter(
    ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined &&
      selector.every(([key, value]) => metadata.labels?.[key] === value) &&
      status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
  );
}

function targetPort({ port, targetPort = port }: ServicePort, { spec }: PodObject): number {
  if (typeof targetPort === 'number') return targetPort;
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find(({ name }) => name === targetPort)?.containerPort ?? port;
}

function unreachable({ pod, port }: Endpoint, reason: string) {
  return serviceUnavailable(`error trying to reach service: dial tcp ${pod.status?.podIP}:${port}: ${reason}`);
}
