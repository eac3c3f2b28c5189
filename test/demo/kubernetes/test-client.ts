import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import type { KubernetesServer } from '../../../src/demo/kubernetes/serve.ts';

type RequestOptions = {
  readonly method?: string;
  readonly user?: 'admin' | 'viewer' | 'nobody';
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
};

/** Returns the URL, CA certificate and authorization header of a user's kubeconfig. */
export function connectionOf(server: KubernetesServer, user: 'admin' | 'viewer' | 'nobody' = 'admin') {
  const { clusters, users } = parse(server.kubeconfig(user));
  const { cluster } = clusters[0];
  return {
    url: cluster.server as string,
    ca: Buffer.from(cluster['certificate-authority-data'], 'base64'),
    headers: { authorization: `Bearer ${users[0].user.token}` },
  };
}

/** Sends a request on a new connection, with certificate verification. Resolves once the response headers arrive. */
export async function openResponse(
  server: KubernetesServer,
  path: string,
  options: RequestOptions = {},
): Promise<IncomingMessage> {
  const { url, ca, headers } = connectionOf(server, options.user);
  const { method = 'GET', body } = options;
  const request = httpsRequest(`${url}${path}`, {
    method,
    ca,
    headers: { ...headers, ...options.headers },
    agent: false,
  });
  const bytes = body === undefined ? '' : JSON.stringify(body);
  // Node sends the body of a DELETE only with a content length.
  if (bytes !== '') request.setHeader('content-length', Buffer.byteLength(bytes));
  request.end(bytes);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  // From here on, the response reports connection errors.
  request.on('error', () => {});
  return response;
}

export async function sendRequest(server: KubernetesServer, path: string, options: RequestOptions = {}) {
  const response = await openResponse(server, path, options);
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** Sends a request and returns the status and the parsed JSON body. */
export async function sendJsonRequest(server: KubernetesServer, path: string, options: RequestOptions = {}) {
  const { status, body } = await sendRequest(server, path, options);
  // biome-ignore lint/suspicious/noExplicitAny: tests read responses of every kind
  return { status, json: JSON.parse(body) as any };
}

/** Opens a streaming response. `next` resolves with the next line, or undefined at the end. */
export async function openLines(server: KubernetesServer, path: string, options: RequestOptions = {}) {
  const response = await openResponse(server, path, options);
  const lines = createInterface({ input: response })[Symbol.asyncIterator]();
  return {
    status: response.statusCode,
    next: async (): Promise<string | undefined> => (await lines.next()).value,
    close: () => response.destroy(),
  };
}

/** Opens a watch. `next` resolves with the next event as `TYPE name`, and `event` with the whole event. */
export async function openWatch(server: KubernetesServer, path: string, options: RequestOptions = {}) {
  const { next, close } = await openLines(server, path, options);
  const event = async () => {
    const line = await next();
    return line === undefined ? undefined : JSON.parse(line);
  };
  return {
    event,
    next: async (): Promise<string> => {
      const watchEvent = await event();
      return watchEvent ? `${watchEvent.type} ${watchEvent.object.metadata?.name ?? ''}`.trim() : 'END';
    },
    close,
  };
}
