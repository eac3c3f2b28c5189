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

/** What is upgraded to a websocket: a path with its query, and the channel protocols in the order of preference. */
export type Upgrade = {
  readonly path: string;
  readonly protocols: readonly string[];
  readonly subject: CallSubject;
};

/**
 * Opens a websocket with the credential of the moment, and hands it to `use` in the turn in which it opened: what
 * comes with the answer to the upgrade is not lost. A refusal is the error that the same answer to a call would be.
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
      // A refusal may have come with the answer to the upgrade: nothing is read before the owner has the stream.
      socket.pause();
      setImmediate(() => socket.resume());
      resolve();
    });
    socket.once('unexpected-response', (_, response: IncomingMessage) => {
      // Nobody asks on it again, and once the answer is read it is not the answer's any more.
      const { socket: connection } = response;
      readText(response, subject)
        .then((body) => reject(statusError(subject, response.statusCode ?? 500, body)), reject)
        .finally(() => connection.destroy());
    });
  });
}
