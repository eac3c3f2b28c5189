import { type Agent, request as httpRequest } from 'node:http';
import { FlinkError } from '../../flink/error.ts';
import type { RestRequest, RestResponse } from '../../flink/rest.ts';
import { formatSize } from '../../text/format-size.ts';
import { createAnswerReader } from './answer-reader.ts';

/**
 * One HTTP exchange over the agent's connections, which are encrypted already where they have to be. What takes too long, or
 * is too large, is ended with its connection: the next request must not wait behind it. Rejects with the signal's reason, a
 * FlinkError of kind `timeout` or `too-large`, what `onText` threw, or whatever broke the connection.
 */
export async function exchange(
  base: URL,
  agent: Agent,
  request: RestRequest,
  authorization?: string,
): Promise<RestResponse> {
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
): Promise<RestResponse | BrokenKeptConnection> {
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
    let receivedBytes = 0;
    const timer = setTimeout(() => giveUp(timeoutError(timeoutMs, receivedBytes)), timeoutMs);
    const aborted = () => giveUp(signal?.reason);
    signal?.addEventListener('abort', aborted, { once: true });
    outgoing.once('close', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    });
    outgoing.on('error', (error) => (outgoing.reusedSocket ? resolve(new BrokenKeptConnection(error)) : reject(error)));
    outgoing.once('response', (incoming) => {
      const answer = createAnswerReader(incoming, request);
      incoming.on('data', (chunk: Buffer) => {
        receivedBytes += chunk.length;
        try {
          answer.push(chunk);
        } catch (error) {
          giveUp(error);
        }
      });
      incoming.once('error', reject);
      incoming.once('end', () => {
        try {
          resolve(answer.end());
        } catch (error) {
          reject(error);
        }
      });
    });
    outgoing.end(body);
  });
}

/** The deadline is for the whole answer: one that drips is ended, too. */
function timeoutError(timeoutMs: number, receivedBytes: number): FlinkError {
  const seconds = timeoutMs / 1000;
  const message =
    receivedBytes === 0
      ? `Flink's REST API did not answer within ${seconds} s.`
      : `Flink's REST API did not finish its answer within ${seconds} s: ${formatSize(receivedBytes)} came.`;
  return new FlinkError('timeout', message);
}
