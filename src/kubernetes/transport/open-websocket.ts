import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { Credential } from '../credentials/credential.ts';
import { withCredential } from '../credentials/with-credential.ts';
import { statusError } from '../status-error.ts';
import type { ResourceAttributes } from './call.ts';
import { defaultTimeoutMs } from './call.ts';
import { connectionError, timeoutError } from './connection-error.ts';
import { startDeadline } from './deadline.ts';
import { readText } from './read-text.ts';
import { routeOf } from './route.ts';
import type { Transport } from './transport.ts';

const keepAliveDelayMs = 10_000;

/** A WebSocket request: a path with query, and the subprotocols in order of preference. */
export type Upgrade = {
  readonly path: string;
  readonly protocols: readonly string[];
  readonly attributes: ResourceAttributes;
};

/**
 * Opens a WebSocket, and calls `use` before any data is read. If the server rejects the upgrade, the promise rejects
 * like any other call.
 */
export function openWebSocket<T>(
  { server, credentials, closed }: Pick<Transport, 'server' | 'credentials' | 'closed'>,
  { path, protocols, attributes }: Upgrade,
  signal: AbortSignal | undefined,
  use: (socket: WebSocket) => T,
): Promise<T> {
  const url = server.replace(/^http/, 'ws') + path;
  const route = routeOf(credentials.context);
  return withCredential(credentials, [signal, closed], async (credential) => {
    const reason = () => timeoutError(route, attributes, defaultTimeoutMs);
    const deadline = startDeadline(defaultTimeoutMs, reason, [signal, closed]);
    const socket = connect(url, protocols, credential);
    deadline.signal.addEventListener('abort', () => socket.terminate());
    try {
      deadline.signal.throwIfAborted();
      await opened(socket, attributes);
      return use(socket);
    } catch (error) {
      throw deadline.signal.aborted ? deadline.signal.reason : connectionError(route, error);
    } finally {
      deadline.release();
    }
  });
}

function connect(url: string, protocols: readonly string[], { headers, tls, proxyAgent }: Credential): WebSocket {
  const socket = new WebSocket(url, [...protocols], {
    headers: { 'user-agent': 'flink-tui', ...headers },
    ...tls,
    ...(proxyAgent && { agent: proxyAgent }),
    perMessageDeflate: false,
  });
  socket.once('upgrade', (response) => response.socket.setKeepAlive(true, keepAliveDelayMs));
  return socket;
}

function opened(socket: WebSocket, attributes: ResourceAttributes): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => {
      // Data may have arrived with the upgrade response. Read nothing until `use` has the socket, to lose no data.
      socket.pause();
      setImmediate(() => socket.resume());
      resolve();
    });
    socket.once('unexpected-response', (_, response: IncomingMessage) => {
      // Keep a reference to close the connection: the response drops its socket once the body is read.
      const { socket: connection } = response;
      readText(response, attributes)
        .then((body) => reject(statusError(attributes, response.statusCode ?? 500, body)), reject)
        .finally(() => connection.destroy());
    });
  });
}
