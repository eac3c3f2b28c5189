import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export type ReceivedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};
export type Handler = (request: ReceivedRequest, response: ServerResponse) => void;

/** A loopback server that records requests and sends the responses of a test. */
export type ApiServer = {
  readonly url: string;
  readonly server: Server;
  readonly requests: ReceivedRequest[];
  /** Number of connections so far. */
  readonly connections: () => number;
  readonly cut: () => void;
};

export async function startApiServer(test: TestContext, handler: Handler, tls?: ServerOptions): Promise<ApiServer> {
  const requests: ReceivedRequest[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
    const received = {
      method: request.method ?? '',
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: await text(request),
    };
    requests.push(received);
    handler(received, response);
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  test.after(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, server, requests, connections: () => connections, cut };
}

export async function writeKubeConfig(
  test: TestContext,
  url: string,
  { user = {}, cluster = {}, context = {} }: { user?: object; cluster?: object; context?: object } = {},
): Promise<string> {
  const file = join(await temporaryFolder(test), 'config');
  const config = {
    'current-context': 'here',
    contexts: [{ name: 'here', context: { cluster: 'here', user: 'me', namespace: 'team', ...context } }],
    clusters: [{ name: 'here', cluster: { server: url, ...cluster } }],
    users: [{ name: 'me', user }],
  };
  await writeFile(file, JSON.stringify(config));
  return file;
}

export async function connectTo(
  test: TestContext,
  url: string,
  settings?: { user?: object; cluster?: object; context?: object },
): Promise<KubernetesApi> {
  const api = await connectKubernetes({ file: await writeKubeConfig(test, url, settings), env: {} });
  test.after(() => api.close());
  return api;
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function sendStatus(response: ServerResponse, code: number, message: string): void {
  sendJson(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message });
}
