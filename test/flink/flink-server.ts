import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createFlinkRest } from '../../src/flink/create-rest.ts';
import type { FlinkRest } from '../../src/flink/rest.ts';

/** Maps each request, such as `GET /overview`, to a status and a body. Other requests get Flink's 404. */
export type Responses = { readonly [request: string]: readonly [status: number, body: unknown] };

/** Starts a loopback server with these responses. Passes a client and the received requests to `use`. */
export async function withFlink(
  responses: Responses,
  use: (rest: FlinkRest, sent: readonly { readonly request: string; readonly body: unknown }[]) => Promise<void>,
): Promise<void> {
  const sent: { request: string; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const key = `${request.method} ${request.url}`;
    const body = await text(request);
    sent.push({ request: key, body: body === '' ? undefined : JSON.parse(body) });
    const [status, content] = responses[key] ?? [404, { errors: [`Not found: ${request.url}`] }];
    response.writeHead(status).end(typeof content === 'string' ? content : JSON.stringify(content));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rest = createFlinkRest(async ({ method, path, body = null, timeoutMs, signal }) => {
    const abort = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
    const response = await fetch(`${root}${path}`, { method, body, signal: abort });
    return { status: response.status, body: await response.text() };
  });
  try {
    await use(rest, sent);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
