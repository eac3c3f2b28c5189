import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import type { Kubelet } from '../../contracts.ts';
import type { PodObject } from '../../kubectl/pod-summary.ts';
import type { VersionedStore } from '../object-store.ts';
import type { ResourceRequest } from '../request-info.ts';
import { type Exchange, sendText } from '../requests/exchange.ts';
import type { ApiResource } from '../resources.ts';
import { badRequest, notFound } from '../status.ts';
import { servePairs } from './spdy-streams.ts';
import { type ForwardTarget, forwardTarget } from './target.ts';
import { serveChannels } from './websocket-channels.ts';

const channels = 'v4.channel.k8s.io';
/** What kubectl asks for first: the SPDY connection inside the messages of a WebSocket. */
const tunnel = 'SPDY/3.1+portforward.k8s.io';
const pairs = 'portforward.k8s.io';

const channelSockets = new WebSocketServer({ noServer: true, handleProtocols: () => channels });
/** The tunnel's name is no legal token, which `ws` insists on: it is agreed on by hand. */
const tunnelSockets = new WebSocketServer({ noServer: true });
tunnelSockets.on('headers', (lines) => lines.push(`Sec-WebSocket-Protocol: ${tunnel}`));

export async function answerPortForward(
  exchange: Exchange,
  { namespace, name = '', query }: ResourceRequest,
  resource: ApiResource,
  { store, kubelet }: { readonly store: VersionedStore; readonly kubelet: Kubelet },
): Promise<void> {
  const pod = store.get('pods', namespace, name);
  if (!pod) throw notFound(resource, name);
  if ((pod as PodObject).spec?.nodeName === undefined) throw badRequest(`pod ${name} does not have a host assigned`);
  const target = forwardTarget(pod, kubelet);
  const upgrade = exchange.request.headers.upgrade?.toLowerCase();
  if (upgrade === 'websocket') await overWebSocket(exchange, readPorts(query), target);
  else if (upgrade === 'spdy/3.1') await overSpdy(exchange, target);
  else throw badRequest('Upgrade request required');
}

function readPorts(query: URLSearchParams): readonly number[] {
  return query.getAll('ports').map((text) => {
    if (/^\d+$/.test(text)) return Number(text);
    throw badRequest(`cannot convert to []int32: strconv.ParseUint: parsing "${text}": invalid syntax`);
  });
}

async function overWebSocket(exchange: Exchange, ports: readonly number[], target: ForwardTarget): Promise<void> {
  const { request, sendHead, response } = exchange;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  if (offered.includes(tunnel)) {
    delete request.headers['sec-websocket-protocol'];
    await servePairs(createWebSocketStream(await accept(tunnelSockets, exchange)), target);
  } else if (!offered.includes(channels)) {
    sendHead(403);
    response.end();
  } else if (ports.length === 0) {
    sendText(exchange, 400, 'query parameter "port" is required');
  } else serveChannels(await accept(channelSockets, exchange), ports, target);
}

function accept(server: WebSocketServer, { request, takeConnection }: Exchange): Promise<WebSocket> {
  const { socket, head } = takeConnection();
  return new Promise((resolve) => server.handleUpgrade(request, socket, head, resolve));
}

async function overSpdy({ takeConnection }: Exchange, target: ForwardTarget): Promise<void> {
  const { socket, head } = takeConnection();
  const lines = ['Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${pairs}`];
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
  if (head.length > 0) socket.unshift(head);
  await servePairs(socket, target);
}
