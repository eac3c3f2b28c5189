import { type IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Kubelet } from '../contracts.ts';
import type { DemoFault, DemoRequest } from '../demo.ts';
import { noImpersonation } from '../kubectl/unsupported.ts';
import { createTokens, type User } from './access.ts';
import { answer } from './answer.ts';
import { issueCertificate } from './certificate.ts';
import { openFront } from './front.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import type { VersionedStore } from './object-store.ts';
import { type Exchange, sendRefusal } from './requests/exchange.ts';
import type { OpenWatches } from './requests/watch.ts';
import { Refusal, unauthorized } from './status.ts';

type KubernetesFault = Extract<DemoFault, { kind: 'freeze' | 'cut' | 'unreachable' | 'forget' | 'clock' }>;

/** The simulated API server as it listens on 127.0.0.1. */
export type KubernetesServer = {
  /** `https://127.0.0.1:port` */
  readonly url: string;
  readonly kubeconfig: (user: User) => string;
  /** In the order they were answered. Paths are as they were sent, with their query. */
  readonly requests: () => readonly DemoRequest[];
  /** Resolves once the fault is in effect; it ends by itself. */
  readonly fault: (fault: KubernetesFault) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Longer than any client keeps an idle connection, so that none is closed under a request. */
const keepAliveMs = 180_000;

export async function serveKubernetes({
  store,
  kubelet,
  port = 0,
}: {
  readonly store: VersionedStore;
  readonly kubelet: Kubelet;
  readonly port?: number;
}): Promise<KubernetesServer> {
  const requests: DemoRequest[] = [];
  const watches: OpenWatches = new Set();
  let clockAheadMs = 0;
  const tokens = createTokens();
  const { certificate, key } = issueCertificate();
  const server = createServer({ cert: certificate, key, keepAliveTimeout: keepAliveMs });

  const handle = async (request: IncomingMessage, response: ServerResponse, upgraded?: Upgraded) => {
    const user = tokens.userOf(request.headers.authorization);
    const record = (status: number) => {
      const { method = '', url: path = '' } = request;
      requests.push({ method, path, user: user ?? 'system:anonymous', status });
    };
    response.setHeader('date', new Date(Date.now() + clockAheadMs).toUTCString());
    const exchange = createExchange(request, response, record, upgraded);
    try {
      if (!user) throw unauthorized();
      if (request.headers['impersonate-user'] !== undefined) throw noImpersonation();
      await answer(exchange, user, { store, kubelet, watches });
    } catch (error) {
      const refusal = error instanceof Refusal ? error : internalError(error);
      // Too late for a status once the head or another protocol is on its way: the connection says it.
      if (response.headersSent || !response.socket) (upgraded?.socket ?? response).destroy();
      else sendRefusal(exchange, refusal.status);
    }
  };
  server.on('request', (request, response) => void handle(request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    void handle(request, responseOn(request, socket), { socket, head });
  });
  // A client that hangs up in the middle of a handshake or a request.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('clientError', (_error, socket) => socket.destroy());

  const front = await openFront(port, (connection) => server.emit('connection', connection));
  const url = `https://127.0.0.1:${front.port}`;
  return {
    url,
    kubeconfig: (user) => writeKubeconfig({ server: url, certificate, user, token: tokens.tokenOf(user) }),
    requests: () => [...requests],
    fault: async (fault) => {
      if (fault.kind === 'freeze') front.freeze(fault.milliseconds);
      else if (fault.kind === 'cut') front.cut();
      else if (fault.kind === 'clock') clockAheadMs = fault.aheadMs;
      else if (fault.kind === 'unreachable') await front.refuse(fault.milliseconds);
      else forget(store, watches);
    },
    close: front.close,
  };
}

type Upgraded = { readonly socket: Duplex; readonly head: Buffer };

function createExchange(
  request: IncomingMessage,
  response: ServerResponse,
  record: (status: number) => void,
  upgraded: Upgraded | undefined,
): Exchange {
  return {
    request,
    response,
    sendHead: (status, headers = {}) => {
      record(status);
      response.writeHead(status, headers);
    },
    takeConnection: () => {
      if (!upgraded) throw new Error('the client did not ask for another protocol');
      record(101);
      response.detachSocket(upgraded.socket as never);
      return upgraded;
    },
  };
}

/** A request for another protocol may still be refused in plain HTTP. */
function responseOn(request: IncomingMessage, socket: Duplex): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  // Node's own server does the same with the socket of an ordinary request.
  response.assignSocket(socket as never);
  response.once('finish', () => socket.end());
  socket.on('error', () => socket.destroy());
  return response;
}

function internalError(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  return new Refusal(500, 'InternalError', `Internal error occurred: ${message}`);
}

/** Open watches end too: they would be too old to resume. */
function forget(store: VersionedStore, watches: OpenWatches): void {
  store.compact();
  for (const end of [...watches]) end();
}
