import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import type { Kubelet } from '../../parts.ts';
import type { Exchange } from '../exchange.ts';
import type { VersionedStore } from '../object-store.ts';
import type { PodObject } from '../pod-summary.ts';
import type { ResourceRequest } from '../request-info.ts';
import type { ApiResource } from '../resources.ts';
import { badRequest, notFound } from '../status.ts';
import { servePairs } from './spdy-streams.ts';
import { type ForwardTarget, forwardTarget } from './target.ts';
import { serveChannels } from './websocket-channels.ts';

const channels = 'v4.channel.k8s.io';
/** What kubectl asks for first: the SPDY connection inside the messages of a WebSocket. */
const tunnel = 'SPDY/3.1+portforward.k8s.io';
const pairs = 'portforward.k8s.io';

const webSockets = new WebSocketServer({
  noServer: true,
  handleProtocols: (offered) => [tunnel, channels].find((protocol) => offered.has(protocol)) ?? false,
});

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
  const { request, sendHead, response, takeConnection } = exchange;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  if (!offered.includes(tunnel) && !offered.includes(channels)) {
    sendHead(403);
    response.end();
    return;
  }
  if (!offered.includes(tunnel) && ports.length === 0) {
    sendHead(400, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('query parameter "port" is required');
    return;
  }
  const { socket, head } = takeConnection();
  const webSocket = await acceptWebSocket(request, socket, head);
  if (webSocket.protocol === channels) return serveChannels(webSocket, ports, target);
  await servePairs(createWebSocketStream(webSocket), target);
}

function acceptWebSocket(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<WebSocket> {
  return new Promise((resolve) => webSockets.handleUpgrade(request, socket, head, resolve));
}

async function overSpdy({ takeConnection }: Exchange, target: ForwardTarget): Promise<void> {
  const { socket, head } = takeConnection();
  const lines = ['Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${pairs}`];
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
  if (head.length > 0) socket.unshift(head);
  await servePairs(socket, target);
}
