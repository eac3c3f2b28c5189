import { createWebSocketStream, type WebSocket, WebSocketServer } from 'ws';
import type { Kubelet } from '../../contracts.ts';
import type { PodObject } from '../../kubectl/pod-summary.ts';
import type { VersionedStore } from '../object-store.ts';
import type { ResourceRequest } from '../request-info.ts';
import { type Exchange, sendText } from '../requests/exchange.ts';
import type { ApiResource } from '../resources.ts';
import { badRequest, notFound } from '../status.ts';
import { createForwardTarget, type ForwardTarget } from './forward-target.ts';
import { serveStreamPairs } from './spdy-streams.ts';
import { serveChannels } from './websocket-channels.ts';

const channelProtocol = 'v4.channel.k8s.io';
/** The protocol that kubectl tries first: a SPDY connection tunnelled through a WebSocket. */
const tunnelProtocol = 'SPDY/3.1+portforward.k8s.io';
const spdyProtocol = 'portforward.k8s.io';

const channelServer = new WebSocketServer({ noServer: true, handleProtocols: () => channelProtocol });
/** `ws` rejects the tunnel protocol's name as an invalid token, so this module negotiates the protocol. */
const tunnelServer = new WebSocketServer({ noServer: true });
tunnelServer.on('headers', (lines) => lines.push(`Sec-WebSocket-Protocol: ${tunnelProtocol}`));

export async function handlePortForward(
  exchange: Exchange,
  { namespace, name = '', query }: ResourceRequest,
  resource: ApiResource,
  { store, kubelet }: { readonly store: VersionedStore; readonly kubelet: Kubelet },
): Promise<void> {
  const pod = store.get('pods', namespace, name);
  if (!pod) throw notFound(resource, name);
  if ((pod as PodObject).spec?.nodeName === undefined) throw badRequest(`pod ${name} does not have a host assigned`);
  const target = createForwardTarget(pod, kubelet);
  const upgrade = exchange.request.headers.upgrade?.toLowerCase();
  if (upgrade === 'websocket') await serveWebSocket(exchange, parsePorts(query), target);
  else if (upgrade === 'spdy/3.1') await upgradeToSpdy(exchange, target);
  else throw badRequest('Upgrade request required');
}

function parsePorts(query: URLSearchParams): readonly number[] {
  return query.getAll('ports').map((text) => {
    if (/^\d+$/.test(text)) return Number(text);
    throw badRequest(`cannot convert to []int32: strconv.ParseUint: parsing "${text}": invalid syntax`);
  });
}

async function serveWebSocket(exchange: Exchange, ports: readonly number[], target: ForwardTarget): Promise<void> {
  const { request, writeHead, response } = exchange;
  const offeredProtocols = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  if (offeredProtocols.includes(tunnelProtocol)) {
    delete request.headers['sec-websocket-protocol'];
    await serveStreamPairs(createWebSocketStream(await acceptWebSocket(tunnelServer, exchange)), target);
  } else if (!offeredProtocols.includes(channelProtocol)) {
    writeHead(403);
    response.end();
  } else if (ports.length === 0) {
    sendText(exchange, 400, 'query parameter "port" is required');
  } else serveChannels(await acceptWebSocket(channelServer, exchange), ports, target);
}

function acceptWebSocket(server: WebSocketServer, { request, acceptUpgrade }: Exchange): Promise<WebSocket> {
  const { socket, head } = acceptUpgrade();
  return new Promise((resolve) => server.handleUpgrade(request, socket, head, resolve));
}

async function upgradeToSpdy({ acceptUpgrade }: Exchange, target: ForwardTarget): Promise<void> {
  const { socket, head } = acceptUpgrade();
  const lines = ['Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${spdyProtocol}`];
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
  if (head.length > 0) socket.unshift(head);
  await serveStreamPairs(socket, target);
}
