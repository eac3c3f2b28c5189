import { type Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Credential } from '../credentials/credential.ts';
import type { Call } from './call.ts';
import { connectTimeoutError, idleTimeoutError } from './connection-error.ts';

const defaultConnectTimeoutMs = 5000;

export type RequestOptions = {
  readonly server: URL;
  readonly agent: Agent;
  readonly credential: Credential;
  /** Maximum time without data in the body; 0: no limit. */
  readonly maxIdleMs: number;
  /** Timeout to connect, including TLS and the proxy; 5 s by default. */
  readonly connectTimeoutMs?: number;
  readonly signal: AbortSignal;
};

/** Sends one HTTP request. Resolves with the response head, or rejects with the error of the connection. */
export function sendRequest(call: Call, options: RequestOptions): Promise<IncomingMessage> {
  const { server, agent, credential, maxIdleMs, connectTimeoutMs = defaultConnectTimeoutMs, signal } = options;
  const { body } = call;
  return new Promise((resolve, reject) => {
    const request = (server.protocol === 'https:' ? httpsRequest : httpRequest)({
      // Agents pool connections by TLS material, so a renewed certificate gets new connections.
      ...credential.tls,
      host: server.hostname.replace(/^\[|\]$/g, ''),
      port: server.port || (server.protocol === 'https:' ? 443 : 80),
      path: server.pathname.replace(/\/$/, '') + call.path,
      method: call.method,
      agent,
      headers: {
        accept: 'application/json, */*',
        'user-agent': 'flink-tui',
        ...(body !== undefined && {
          'content-type': call.contentType ?? 'application/json',
          'content-length': Buffer.byteLength(body),
        }),
        ...credential.headers,
      },
      signal,
    });
    limitConnecting(request, connectTimeoutMs);
    request.once('error', reject);
    request.once('response', (response) => {
      if (maxIdleMs > 0) request.setTimeout(maxIdleMs, () => response.destroy(idleTimeoutError(maxIdleMs)));
      resolve(response);
    });
    request.end(body);
  });
}

/**
 * Destroys a request if its connection, including TLS and proxy, does not open in time. `finish` is emitted only once
 * the connection is open.
 */
function limitConnecting(request: ClientRequest, timeoutMs: number): void {
  const timer = setTimeout(() => request.destroy(connectTimeoutError(timeoutMs)), timeoutMs);
  const stop = () => clearTimeout(timer);
  request.once('finish', stop);
  request.once('close', stop);
}
