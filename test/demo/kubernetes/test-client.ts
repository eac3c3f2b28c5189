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

/** Where a kubeconfig points to, and what it says who one is. */
export function connectionOf(server: KubernetesServer, user: 'admin' | 'viewer' | 'nobody' = 'admin') {
  const { clusters, users } = parse(server.kubeconfig(user));
  const { cluster } = clusters[0];
  return {
    url: cluster.server as string,
    ca: Buffer.from(cluster['certificate-authority-data'], 'base64'),
    headers: { authorization: `Bearer ${users[0].user.token}` },
  };
}

/** One request on a connection of its own, with the certificate checked. */
export async function openResponse(
  server: KubernetesServer,
  path: string,
  ask: RequestOptions = {},
): Promise<IncomingMessage> {
  const { url, ca, headers } = connectionOf(server, ask.user);
  const { method = 'GET', body } = ask;
  const request = httpsRequest(`${url}${path}`, { method, ca, headers: { ...headers, ...ask.headers }, agent: false });
  const bytes = body === undefined ? '' : JSON.stringify(body);
  // A DELETE has a body only if its length is told.
  if (bytes !== '') request.setHeader('content-length', Buffer.byteLength(bytes));
  request.end(bytes);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  // From here on it is the response that tells of a broken connection.
  request.on('error', () => {});
  return response;
}

export async function sendRequest(server: KubernetesServer, path: string, options: RequestOptions = {}) {
  const response = await openResponse(server, path, options);
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** The answer as JSON, with its status beside it. */
export async function sendJsonRequest(server: KubernetesServer, path: string, options: RequestOptions = {}) {
  const { status, body } = await sendRequest(server, path, options);
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every kind
  return { status, json: JSON.parse(body) as any };
}

/** The lines of an answer that goes on: `next` waits for one and is undefined at the end. */
export async function openLines(server: KubernetesServer, path: string, options: RequestOptions = {}) {
  const response = await openResponse(server, path, options);
  const lines = createInterface({ input: response })[Symbol.asyncIterator]();
  return {
    status: response.statusCode,
    next: async (): Promise<string | undefined> => (await lines.next()).value,
    close: () => response.destroy(),
  };
}

/** The events of a watch, each as `TYPE name`; `event` gives it whole. */
export async function openWatch(server: KubernetesServer, path: string, options: RequestOptions = {}) {
  const { next, close } = await openLines(server, path, options);
  const event = async () => {
    const line = await next();
    return line === undefined ? undefined : JSON.parse(line);
  };
  return {
    event,
    next: async (): Promise<string> => {
      const found = await event();
      return found ? `${found.type} ${found.object.metadata?.name ?? ''}`.trim() : 'END';
    },
    close,
  };
}
