import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createFlinkRest } from '../../src/flink/create-rest.ts';
import type { FlinkRest } from '../../src/flink/rest.ts';

/** `GET /overview` to the status and body that it is answered with; what is not there is answered as Flink does. */
export type Answers = { readonly [request: string]: readonly [status: number, body: unknown] };

/** A server on loopback with these answers, what it was sent, and a client of it. */
export async function withFlink(
  answers: Answers,
  use: (rest: FlinkRest, sent: readonly { readonly request: string; readonly body: unknown }[]) => Promise<void>,
): Promise<void> {
  const sent: { request: string; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const asked = `${request.method} ${request.url}`;
    const body = await text(request);
    sent.push({ request: asked, body: body === '' ? undefined : JSON.parse(body) });
    const [status, answer] = answers[asked] ?? [404, { errors: [`Not found: ${request.url}`] }];
    response.writeHead(status).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const rest = createFlinkRest(async ({ method, path, body = null, timeoutMs, signal }) => {
    const either = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
    const response = await fetch(`${root}${path}`, { method, body, signal: either });
    return { status: response.status, body: await response.text() };
  });
  try {
    await use(rest, sent);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
