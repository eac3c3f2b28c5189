import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { Credential } from '../credentials/credential.ts';
import { withCredential } from '../credentials/with-credential.ts';
import { statusError } from '../status-error.ts';
import type { CallSubject } from './call.ts';
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
  readonly subject: CallSubject;
};

/**
 * Opens a WebSocket with the current credential. Calls `use` synchronously on opening, so that data arriving with the
 * upgrade response is not lost. A refused upgrade rejects like any other call.
 */
export function openWebSocket<T>(
  { server, credentials, closed }: Pick<Transport, 'server' | 'credentials' | 'closed'>,
  { path, protocols, subject }: Upgrade,
  signal: AbortSignal | undefined,
  use: (socket: WebSocket) => T,
): Promise<T> {
  const url = server.replace(/^http/, 'ws') + path;
  const route = routeOf(credentials.context);
  return withCredential(credentials, [signal, closed], async (credential) => {
    const reason = () => timeoutError(route, subject, defaultTimeoutMs);
    const deadline = startDeadline(defaultTimeoutMs, reason, [signal, closed]);
    const socket = connect(url, protocols, credential);
    deadline.signal.addEventListener('abort', () => socket.terminate());
    try {
      deadline.signal.throwIfAborted();
      await opened(socket, subject);
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

function opened(socket: WebSocket, subject: CallSubject): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => {
      // Data may have arrived with the upgrade response. Nothing is read until the owner has the stream.
      socket.pause();
      setImmediate(() => socket.resume());
      resolve();
    });
    socket.once('unexpected-response', (_, response: IncomingMessage) => {
      // Close the connection: it is not reused. Keep a reference, as the response drops its socket once it is read.
      const { socket: connection } = response;
      readText(response, subject)
        .then((body) => reject(statusError(subject, response.statusCode ?? 500, body)), reject)
        .finally(() => connection.destroy());
    });
  });
}
