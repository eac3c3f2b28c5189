import { type IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Kubelet } from '../contracts.ts';
import type { DemoFault, DemoRequest } from '../demo.ts';
import { unsupportedImpersonation } from '../kubectl/unsupported.ts';
import { createTokens, type User } from './access.ts';
import { issueCertificate } from './certificate.ts';
import { openFaultyListener } from './faulty-listener.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import type { VersionedStore } from './object-store.ts';
import { type Exchange, sendStatus } from './requests/exchange.ts';
import type { MetricsClock } from './requests/pod-metrics.ts';
import type { OpenWatches } from './requests/watch.ts';
import { routeRequest } from './route-request.ts';
import { StatusError, unauthorized } from './status.ts';

type KubernetesFault = Extract<DemoFault, { kind: 'freeze' | 'cut' | 'unreachable' | 'compact' | 'clock' }>;

/** A running simulated API server on 127.0.0.1. */
export type KubernetesServer = {
  /** `https://127.0.0.1:port` */
  readonly url: string;
  readonly kubeconfig: (user: User) => string;
  /** Returns all requests in the order of their responses. Paths include the query string. */
  readonly requests: () => readonly DemoRequest[];
  /** Starts a fault and resolves once it is in effect. Timed faults end on their own. */
  readonly fault: (fault: KubernetesFault) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Longer than clients keep idle connections, so that the server never closes a connection during a request. */
const keepAliveMs = 180_000;

export async function serveKubernetes({
  store,
  kubelet,
  port = 0,
  podMetrics,
}: {
  readonly store: VersionedStore;
  readonly kubelet: Kubelet;
  readonly port?: number;
  /** undefined without a metrics server. */
  readonly podMetrics?: MetricsClock | undefined;
}): Promise<KubernetesServer> {
  const requests: DemoRequest[] = [];
  const watches: OpenWatches = new Set();
  let clockAheadMs = 0;
  const tokens = createTokens();
  const { certificate, key } = issueCertificate();
  const server = createServer({ cert: certificate, key, keepAliveTimeout: keepAliveMs });

  const handle = async (request: IncomingMessage, response: ServerResponse, upgrade?: Upgrade) => {
    const user = tokens.userOf(request.headers.authorization);
    const record = (status: number) => {
      const { method = '', url: path = '' } = request;
      requests.push({ method, path, user: user ?? 'system:anonymous', status });
    };
    response.setHeader('date', new Date(Date.now() + clockAheadMs).toUTCString());
    const exchange = createExchange(request, response, record, upgrade);
    try {
      if (!user) throw unauthorized();
      if (request.headers['impersonate-user'] !== undefined) throw unsupportedImpersonation();
      await routeRequest(exchange, user, { store, kubelet, watches, podMetrics });
    } catch (error) {
      const { status } = error instanceof StatusError ? error : internalError(error);
      // The server cannot send a status after the headers or after an upgrade, so close the connection.
      if (response.headersSent || !response.socket) (upgrade?.socket ?? response).destroy();
      else sendStatus(exchange, status);
    }
  };
  server.on('request', (request, response) => void handle(request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    void handle(request, createUpgradeResponse(request, socket), { socket, head });
  });
  // A client may disconnect during a handshake or a request.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  server.on('clientError', (_error, socket) => socket.destroy());

  const listener = await openFaultyListener(port, (connection) => server.emit('connection', connection));
  const url = `https://127.0.0.1:${listener.port}`;
  return {
    url,
    kubeconfig: (user) => {
      const own = { name: user, token: tokens.tokenOf(user) };
      const viewer = { name: 'viewer', token: tokens.tokenOf('viewer'), namespace: 'analytics' };
      return writeKubeconfig({ server: url, certificate, users: user === 'admin' ? [own, viewer] : [own] });
    },
    requests: () => [...requests],
    fault: async (fault) => {
      if (fault.kind === 'freeze') listener.freeze(fault.milliseconds);
      else if (fault.kind === 'cut') listener.cut();
      else if (fault.kind === 'clock') clockAheadMs = fault.aheadMs;
      else if (fault.kind === 'unreachable') await listener.refuse(fault.milliseconds);
      else compactHistory(store, watches);
    },
    close: listener.close,
  };
}

type Upgrade = { readonly socket: Duplex; readonly head: Buffer };

function createExchange(
  request: IncomingMessage,
  response: ServerResponse,
  record: (status: number) => void,
  upgrade: Upgrade | undefined,
): Exchange {
  return {
    request,
    response,
    writeHead: (status, headers = {}) => {
      record(status);
      response.writeHead(status, headers);
    },
    acceptUpgrade: () => {
      if (!upgrade) throw new Error('the client did not request a protocol upgrade');
      record(101);
      response.detachSocket(upgrade.socket as never);
      return upgrade;
    },
  };
}

/** Creates an HTTP response for an upgrade request, so that the server can reject the request. */
function createUpgradeResponse(request: IncomingMessage, socket: Duplex): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  // Node's HTTP server also assigns the socket of each ordinary request.
  response.assignSocket(socket as never);
  response.once('finish', () => socket.end());
  socket.on('error', () => socket.destroy());
  return response;
}

function internalError(error: unknown): StatusError {
  const message = error instanceof Error ? error.message : String(error);
  return new StatusError(500, 'InternalError', `Internal error occurred: ${message}`);
}

/** Deletes the history and ends all open watches, so that clients cannot resume their watches. */
function compactHistory(store: VersionedStore, watches: OpenWatches): void {
  store.compact();
  for (const end of [...watches]) end();
}
