import { type Agent, request as httpRequest } from 'node:http';
import { FlinkError } from '../../flink/error.ts';
import { type RestRequest, type RestResponse, turnLength } from '../../flink/rest.ts';
import { formatSize } from '../../text/format-size.ts';
import { createResponseReader } from './response-reader.ts';

/**
 * Sends one HTTP request over the agent's connections, which are already encrypted if needed. Rejects with the signal's
 * reason, a FlinkError of kind `timeout` or `too-large`, an error of `onText`, or the connection's error.
 */
export async function exchange(
  base: URL,
  agent: Agent,
  request: RestRequest,
  authorization?: string,
): Promise<RestResponse> {
  const first = await attempt(base, agent, request, authorization);
  if (!(first instanceof StaleConnection)) return first;
  // The server had closed the idle connection. Retry requests that change nothing.
  if (request.method !== 'GET') throw first.cause;
  closeIdle(agent);
  const second = await attempt(base, agent, request, authorization);
  if (second instanceof StaleConnection) throw second.cause;
  return second;
}

export function closeIdle(agent: Agent): void {
  for (const connections of Object.values(agent.freeSockets)) {
    for (const connection of connections ?? []) connection.destroy();
  }
}

class StaleConnection {
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
): Promise<RestResponse | StaleConnection> {
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
    /** Closes the connection too, so that the next request does not wait for the rest of this response. */
    const fail = (reason: unknown) => {
      reject(reason);
      outgoing.destroy();
    };
    let receivedBytes = 0;
    let turnBytes = 0;
    const timer = setTimeout(() => fail(timeoutError(timeoutMs, receivedBytes)), timeoutMs);
    const aborted = () => fail(signal?.reason);
    signal?.addEventListener('abort', aborted, { once: true });
    outgoing.once('close', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
    });
    outgoing.on('error', (error) => (outgoing.reusedSocket ? resolve(new StaleConnection(error)) : reject(error)));
    outgoing.once('response', (incoming) => {
      const reader = createResponseReader(incoming, request);
      incoming.on('data', (chunk: Buffer) => {
        receivedBytes += chunk.length;
        turnBytes += chunk.length;
        try {
          reader.push(chunk);
        } catch (error) {
          return fail(error);
        }
        if (turnBytes < turnLength) return;
        turnBytes = 0;
        incoming.pause();
        setImmediate(() => incoming.resume());
      });
      incoming.once('error', reject);
      incoming.once('end', () => {
        try {
          resolve(reader.end());
        } catch (error) {
          reject(error);
        }
      });
    });
    outgoing.end(body);
  });
}

/** Returns the timeout error. The timeout covers the whole response, including one that arrives slowly. */
function timeoutError(timeoutMs: number, receivedBytes: number): FlinkError {
  const seconds = timeoutMs / 1000;
  const message =
    receivedBytes === 0
      ? `Flink's REST API did not respond within ${seconds} s`
      : `Flink's REST API did not finish its response within ${seconds} s: ${formatSize(receivedBytes)} received`;
  return new FlinkError('timeout', message);
}
