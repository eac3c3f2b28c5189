import type { IncomingMessage } from 'node:http';
import type { Credential } from '../credentials/credential.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { withCredential } from '../credentials/with-credential.ts';
import { KubernetesError } from '../error.ts';
import { parseStatus, statusError } from '../status-error.ts';
import type { Call } from './call.ts';
import { connectionError, isConnectionLost, timeoutError } from './connection-error.ts';
import { createAgent } from './create-agent.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { readText } from './read-text.ts';
import { type Route, routeOf } from './route.ts';
import { sendRequest } from './send-request.ts';
import { createServerClock } from './server-clock.ts';

export type ApiResponse = {
  readonly status: number;
  readonly body: string;
  /** The Date header. */
  readonly date: string | undefined;
};

/** Sends all requests to the API server. Rejects with a KubernetesError, or with the reason of the call's signal. */
export type Transport = {
  readonly server: string;
  readonly credentials: Credentials;
  /** Rejects for a status of 400 or above. */
  readonly request: (call: Call) => Promise<ApiResponse>;
  /** Resolves with any status except the API server's own 401. */
  readonly exchange: (call: Call) => Promise<ApiResponse>;
  /**
   * Resolves once the headers of a successful response arrive. The stream fails when the signal is aborted, the
   * connection breaks, or no data arrives for `maxIdleMs` (0: no limit).
   */
  readonly stream: (call: Call, maxIdleMs?: number) => Promise<AsyncIterable<Uint8Array>>;
  /** The server's time from its Date headers, in epoch milliseconds. */
  readonly serverTime: () => number | undefined;
  /** Aborted by `close`. */
  readonly closed: AbortSignal;
  /** Aborted by `close` and by the next `reconnect`. */
  readonly dropped: () => AbortSignal;
  /** Closes every connection. The next request opens a new one. */
  readonly reconnect: () => void;
  readonly close: () => Promise<void>;
};

type OpenResponse = { readonly head: IncomingMessage; readonly deadline: Deadline };

export function createTransport(credentials: Credentials): Transport {
  const { server, proxyUrl } = credentials.context.cluster;
  const route = routeOf(credentials.context);
  const url = new URL(server);
  const agent = createAgent(url, proxyUrl);
  const closing = new AbortController();
  const clock = createServerClock();
  let dropping = new AbortController();

  const send = async (call: Call, credential: Credential, maxIdleMs: number): Promise<OpenResponse> => {
    const reason = () => timeoutError(route, call.attributes, call.timeoutMs);
    const deadline = startDeadline(call.timeoutMs, reason, [call.signal, closing.signal]);
    const { signal } = deadline;
    const dropped = dropping.signal;
    const request = () => sendRequest(call, { server: url, agent, credential, maxIdleMs, signal });
    const sentAt = performance.now();
    try {
      const head = await request().catch((error: unknown) => {
        // The server, or `reconnect`, may close an idle connection just as it is reused.
        if (signal.aborted || call.method !== 'GET' || !(isConnectionLost(error) || dropped.aborted)) throw error;
        return request();
      });
      if (call.isProxied !== true) clock.observe(head.headers.date, sentAt, performance.now());
      return { head, deadline };
    } catch (error) {
      deadline.release();
      throw signal.aborted ? signal.reason : connectionError(route, error);
    }
  };

  const readBody = async ({ head, deadline }: OpenResponse, { attributes, maxBytes }: Call): Promise<string> => {
    try {
      return await readText(head, attributes, maxBytes);
    } catch (error) {
      throw deadline.signal.aborted ? deadline.signal.reason : connectionError(route, error);
    } finally {
      deadline.release();
    }
  };

  const exchange = (call: Call): Promise<ApiResponse> =>
    withCredential(credentials, [call.signal, closing.signal], async (credential) => {
      const response = await send(call, credential, 0);
      const { statusCode: status = 0, headers } = response.head;
      const body = await readBody(response, call);
      const isFromApiServer = call.isProxied !== true || parseStatus(body) !== undefined;
      if (status === 401 && isFromApiServer) throw statusError(call.attributes, status, body);
      return { status, body, date: headers.date };
    });

  const open = (call: Call, maxIdleMs: number): Promise<OpenResponse> =>
    withCredential(credentials, [call.signal, closing.signal], async (credential) => {
      const response = await send(call, credential, maxIdleMs);
      if (response.head.statusCode === 401) throw statusError(call.attributes, 401, await readBody(response, call));
      return response;
    });

  return {
    server,
    credentials,
    exchange,
    request: async (call) => {
      const response = await exchange(call);
      if (response.status >= 400) throw statusError(call.attributes, response.status, response.body);
      return response;
    },
    stream: async (call, maxIdleMs = 0) => {
      const response = await open(call, maxIdleMs);
      const { head, deadline } = response;
      const { statusCode = 0 } = head;
      if (statusCode >= 400) throw statusError(call.attributes, statusCode, await readBody(response, call));
      deadline.stopClock();
      head.once('close', deadline.release);
      // An abort before the first read would otherwise cause an unhandled error event and end the process.
      head.once('error', () => {});
      return readChunks(response, route);
    },
    serverTime: clock.time,
    closed: closing.signal,
    dropped: () => dropping.signal,
    reconnect: () => {
      const dropped = dropping;
      dropping = new AbortController();
      dropped.abort(new KubernetesError('unreachable', `the connection to ${server} was dropped`));
      agent.destroy();
    },
    close: async () => {
      const reason = new KubernetesError('unreachable', `the connection to ${server} was closed`);
      closing.abort(reason);
      credentials.close(reason);
      dropping.abort(reason);
      agent.destroy();
    },
  };
}

async function* readChunks({ head, deadline }: OpenResponse, route: Route): AsyncGenerator<Uint8Array> {
  try {
    yield* head as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : connectionError(route, error);
  }
}
