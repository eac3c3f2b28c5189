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

/** Headers of one connection, which a proxy does not hand on, and the token that was for the API server. */
const ownHeaders = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'host', 'authorization']);

/** `services/NAME[:PORT]/proxy/…` and `pods/NAME[:PORT]/proxy/…` */
export async function answerProxy(
  exchange: Exchange,
  info: ResourceRequest,
  resource: ApiResource,
  cluster: Cluster,
): Promise<void> {
  if (info.rest === '') return redirectToSlash(exchange);
  const { name, port } = splitName(info.name ?? '');
  const find = resource.plural === 'services' ? findServiceEndpoint : findPodEndpoint;
  const endpoint = find(cluster.store, info.namespace ?? '', name, port, resource);
  const { namespace = '', name: pod } = endpoint.pod.metadata;
  const connection = cluster.kubelet.connect(namespace, pod, endpoint.port);
  if (!connection) throw unreachable(endpoint, 'connect: connection refused');
  const search = new URL(exchange.request.url ?? '', 'https://localhost').search;
  try {
    await forward(exchange, connection, `${info.rest}${search}`);
  } catch (error) {
    connection.destroy();
    if (exchange.response.headersSent) exchange.response.destroy();
    else throw unreachable(endpoint, (error as Error).message);
  }
}

async function forward({ request, response, sendHead }: Exchange, connection: Duplex, path: string): Promise<void> {
  const onward = httpRequest({
    createConnection: () => connection,
    method: request.method ?? 'GET',
    path,
    headers: { ...handedOn(request), host: 'localhost', connection: 'close' },
  });
  response.once('close', () => connection.destroy());
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    onward.once('response', resolve);
    onward.once('error', reject);
  });
  const [answered] = await Promise.all([answer, pipeline(request, onward)]);
  sendHead(answered.statusCode ?? 502, handedOn(answered));
  await pipeline(answered, response);
}

function handedOn({ headers }: IncomingMessage): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => !ownHeaders.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function redirectToSlash({ request, sendHead, response }: Exchange): void {
  sendHead(301, { location: `${request.url}/` });
  response.end();
}

/** `NAME`, `NAME:PORT`, `SCHEME:NAME:PORT` */
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

/** A port without a name is asked for without one; a named port by its name or number. */
function findServiceEndpoint(
  store: VersionedStore,
  namespace: string,
  name: string,
  asked: string,
  resource: ApiResource,
): Endpoint {
  const service = store.get('services', namespace, name) as (DemoObject & ServiceObject) | undefined;
  if (!service) throw notFound(resource, name);
  const ports = service.spec?.ports ?? [];
  const byNumber = /^\d+$/.test(asked);
  const port = ports.find((one) => (byNumber ? one.port === Number(asked) : (one.name ?? '') === asked));
  if (byNumber && !port) throw serviceUnavailable(`no service port ${asked} found for service "${name}"`);
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
      status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True'),
  );
}

function targetPort({ port, targetPort = port }: ServicePort, { spec }: PodObject): number {
  if (typeof targetPort === 'number') return targetPort;
  const ports = (spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  return ports.find(({ name }) => name === targetPort)?.containerPort ?? port;
}

function unreachable({ pod, port }: Endpoint, why: string) {
  return serviceUnavailable(`error trying to reach service: dial tcp ${pod.status?.podIP}:${port}: ${why}`);
}
