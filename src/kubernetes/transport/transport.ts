import type { IncomingMessage } from 'node:http';
import type { Credential } from '../credentials/credential.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { withCredential } from '../credentials/with-credential.ts';
import { KubernetesError } from '../error.ts';
import { parseStatus, statusError } from '../status-error.ts';
import type { Call } from './call.ts';
import { connectionError, isCut, timeoutError } from './connection-error.ts';
import { createAgent } from './create-agent.ts';
import { type Deadline, startDeadline } from './deadline.ts';

import { readText } from './read-text.ts';
import { type Route, routeOf } from './route.ts';
import { sendRequest } from './send-request.ts';
import { createServerClock } from './server-clock.ts';

export type Answer = {
  readonly status: number;
  readonly body: string;
  /** The header of that name. */
  readonly date: string | undefined;
};

/** The one way to the API server. Rejects with a KubernetesError, or with the reason of the call's own signal. */
export type Transport = {
  readonly server: string;
  readonly credentials: Credentials;
  /** An answer of 400 and more rejects. */
  readonly request: (call: Call) => Promise<Answer>;
  /** An answer of any status but the API server's own 401 resolves. */
  readonly exchange: (call: Call) => Promise<Answer>;
  /**
   * Resolves at the head of a good answer. The bytes end with an error when the signal is aborted, the connection
   * breaks, or nothing comes for `silenceMs` (0: however long).
   */
  readonly stream: (call: Call, silenceMs?: number) => Promise<AsyncIterable<Uint8Array>>;
  /** By the Date of its answers, in epoch milliseconds. */
  readonly serverTime: () => number | undefined;
  /** Aborted by `close`. */
  readonly closed: AbortSignal;
  /** Aborted by `close` and by the next `reconnect`. */
  readonly dropped: () => AbortSignal;
  /** Ends every connection: what is asked for next gets another one. */
  readonly reconnect: () => void;
  readonly close: () => Promise<void>;
};

type OpenAnswer = { readonly head: IncomingMessage; readonly deadline: Deadline };

export function createTransport(credentials: Credentials): Transport {
  const { server, proxyUrl } = credentials.context.cluster;
  const route = routeOf(credentials.context);
  const url = new URL(server);
  const agent = createAgent(url, proxyUrl);
  const closing = new AbortController();
  const clock = createServerClock();
  let dropping = new AbortController();

  const send = async (call: Call, credential: Credential, silenceMs: number): Promise<OpenAnswer> => {
    const reason = () => timeoutError(route, call.subject, call.timeoutMs);
    const deadline = startDeadline(call.timeoutMs, reason, [call.signal, closing.signal]);
    const { signal } = deadline;
    const dropped = dropping.signal;
    const request = () => sendRequest(call, { server: url, agent, credential, silenceMs, signal });
    const sentAt = performance.now();
    try {
      const head = await request().catch((error: unknown) => {
        // The server may end an idle connection in the very moment in which it is used again, and so may we.
        if (signal.aborted || call.method !== 'GET' || !(isCut(error) || dropped.aborted)) throw error;
        return request();
      });
      if (call.isProxied !== true) clock.heard(head.headers.date, sentAt, performance.now());
      return { head, deadline };
    } catch (error) {
      deadline.release();
      throw signal.aborted ? signal.reason : connectionError(route, error);
    }
  };

  const readBody = async ({ head, deadline }: OpenAnswer, { subject, mostBytes }: Call): Promise<string> => {
    try {
      return await readText(head, subject, mostBytes);
    } catch (error) {
      throw deadline.signal.aborted ? deadline.signal.reason : connectionError(route, error);
    } finally {
      deadline.release();
    }
  };

  const exchange = (call: Call): Promise<Answer> =>
    withCredential(credentials, [call.signal, closing.signal], async (credential) => {
      const answer = await send(call, credential, 0);
      const { statusCode: status = 0, headers } = answer.head;
      const body = await readBody(answer, call);
      const isOwnWord = call.isProxied !== true || parseStatus(body) !== undefined;
      if (status === 401 && isOwnWord) throw statusError(call.subject, status, body);
      return { status, body, date: headers.date };
    });

  const open = (call: Call, silenceMs: number): Promise<OpenAnswer> =>
    withCredential(credentials, [call.signal, closing.signal], async (credential) => {
      const answer = await send(call, credential, silenceMs);
      if (answer.head.statusCode === 401) throw statusError(call.subject, 401, await readBody(answer, call));
      return answer;
    });

  return {
    server,
    credentials,
    exchange,
    request: async (call) => {
      const answer = await exchange(call);
      if (answer.status >= 400) throw statusError(call.subject, answer.status, answer.body);
      return answer;
    },
    stream: async (call, silenceMs = 0) => {
      const answer = await open(call, silenceMs);
      const { head, deadline } = answer;
      const { statusCode = 0 } = head;
      if (statusCode >= 400) throw statusError(call.subject, statusCode, await readBody(answer, call));
      deadline.stopClock();
      head.once('close', deadline.release);
      // If the signal ends it before the first read, nobody else listens, and Node would end the process.
      head.once('error', () => {});
      return readChunks(answer, route);
    },
    serverTime: clock.time,
    closed: closing.signal,
    dropped: () => dropping.signal,
    reconnect: () => {
      const dropped = dropping;
      dropping = new AbortController();
      dropped.abort(new KubernetesError('unreachable', `The connection to ${server} was dropped.`));
      agent.destroy();
    },
    close: async () => {
      const reason = new KubernetesError('unreachable', `The connection to ${server} was closed.`);
      closing.abort(reason);
      credentials.close(reason);
      dropping.abort(reason);
      agent.destroy();
    },
  };
}

async function* readChunks({ head, deadline }: OpenAnswer, route: Route): AsyncGenerator<Uint8Array> {
  try {
    yield* head as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : connectionError(route, error);
  }
}
