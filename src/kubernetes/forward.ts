import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocket } from 'ws';
import type { KubernetesApi } from './api.ts';
import { type CallSubject, defaultTimeoutMs, pathWithQuery, subjectOf } from './call.ts';
import { connectionError, timeoutError } from './connection-error.ts';
import type { Credential } from './credentials.ts';
import { startDeadline } from './deadline.ts';
import { createPortErrors, createPortStream } from './port-stream.ts';
import { resources } from './resource.ts';
import { statusError } from './status-error.ts';
import type { Transport } from './transport.ts';
import { withCredential } from './with-credential.ts';

const protocol = 'v4.channel.k8s.io';
const keepAliveDelayMs = 10_000;

/** One websocket for each forwarded connection, as the protocol wants it. */
export function createForward({ server, credentials, closed }: Transport): KubernetesApi['forward'] {
  return (target, signal) => {
    const { namespace, pod, port } = target;
    const path = { resource: resources.pods, namespace, name: pod, subresource: 'portforward' };
    const subject = subjectOf('get', path);
    const url = server.replace(/^http/, 'ws') + pathWithQuery(path, { ports: port });

    return withCredential(credentials, [signal, closed], async (credential) => {
      const reason = () => timeoutError(server, subject, defaultTimeoutMs);
      const deadline = startDeadline(defaultTimeoutMs, reason, [signal, closed]);
      const socket = openWebSocket(url, credential);
      deadline.signal.addEventListener('abort', () => socket.terminate());
      try {
        deadline.signal.throwIfAborted();
        await opened(socket, subject);
        const stream = createPortStream(socket, createPortErrors(target));
        const close = () => stream.destroy(closed.reason);
        closed.addEventListener('abort', close);
        stream.once('close', () => closed.removeEventListener('abort', close));
        return stream;
      } catch (error) {
        throw deadline.signal.aborted ? deadline.signal.reason : connectionError(server, error);
      } finally {
        deadline.release();
      }
    });
  };
}

function openWebSocket(url: string, { headers, tls, proxyAgent }: Credential): WebSocket {
  const socket = new WebSocket(url, protocol, {
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
      text(response)
        .then((body) => reject(statusError(subject, response.statusCode ?? 500, body)), reject)
        .finally(() => connection.destroy());
    });
  });
}
