import { type Agent, request as httpRequest } from 'node:http';
import { FlinkError } from '../../flink/error.ts';
import type { RestAnswer, RestRequest } from '../../flink/rest.ts';

/**
 * One HTTP exchange over the agent's connections, which are encrypted already where they have to be. What takes too long is ended with its connection: the next
 * request must not wait behind it. Rejects with the signal's reason, a FlinkError of kind `timeout`, or whatever
 * broke the connection.
 */
export async function exchange(
  base: URL,
  agent: Agent,
  request: RestRequest,
  authorization?: string,
): Promise<RestAnswer> {
  const first = await attempt(base, agent, request, authorization);
  if (!(first instanceof BrokenKeptConnection)) return first;
  // A kept connection that the other side had closed meanwhile; a request that changes nothing may go again.
  if (request.method !== 'GET') throw first.cause;
  closeIdle(agent);
  const second = await attempt(base, agent, request, authorization);
  if (second instanceof BrokenKeptConnection) throw second.cause;
  return second;
}

/** Ends the connections that no request is using. */
export function closeIdle(agent: Agent): void {
  for (const connections of Object.values(agent.freeSockets)) {
    for (const connection of connections ?? []) connection.destroy();
  }
}

class BrokenKeptConnection {
  readonly cause: unknown;
  constructor(cause: unknown) {
    this.cause = cause;
  }
}

function attempt(
  base: URL,
  agent: Agent,
  request: RestRequest,
  authorization: string | undefined,
): Promise<RestAnswer | BrokenKeptConnection> {
  const { method, path, body, timeoutMs, signal } = request;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const outgoing = httpRequest({
      host: base.hostname,
      path: `${base.pathname.replace(/\/$/, '')}${path}`,
      method,
      agent,
      headers: {
        host: base.host,
        accept: 'application/json',
        ...(authorization !== undefined && { authorization }),
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
    });
    const giveUp = (reason: unknown) => {
      reject(reason);
      outgoing.destroy();
    };
    const timer = setTimeout(
      () => giveUp(new FlinkError('timeout', `Flink's REST API did not answer within ${timeoutMs / 1000} s.`)),
      timeoutMs,
    );
    const aborted = () => giveUp(signal?.reason);
    signal?.addEventListener('abort', aborted, { once: true });
    outgoing.once('close', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    });
    outgoing.on('error', (error) => (outgoing.reusedSocket ? resolve(new BrokenKeptConnection(error)) : reject(error)));
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8'),
          ...(incoming.headers.location !== undefined && { location: incoming.headers.location }),
        }),
      );
    });
    outgoing.end(body);
  });
}
