import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { badRequest, type Status, unsupportedMediaType } from '../status.ts';

/** One request on its way to its answer. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Sends the head of the answer, once; this is also when the request is written down. */
  readonly sendHead: (status: number, headers?: Record<string, string>) => void;
  /** The bare connection, once another protocol is agreed on: written down as 101. */
  readonly takeConnection: () => { readonly socket: Duplex; readonly head: Buffer };
};

const json = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' };

export function sendJson({ sendHead, response }: Exchange, status: number, body: object): void {
  sendHead(status, json);
  response.end(`${JSON.stringify(body)}\n`);
}

export function sendText({ sendHead, response }: Exchange, status: number, body: string): void {
  sendHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(body);
}

export function sendRefusal(exchange: Exchange, status: Status): void {
  sendJson(exchange, status.code, status);
}

/** The body as JSON; `undefined` if there is none. */
export async function readJson({ request }: Exchange): Promise<unknown> {
  return parseJson(await text(request), request.headers['content-type'] ?? '');
}

export function parseJson(body: string, type: string): unknown {
  if (body === '') return undefined;
  if (type !== '' && !/[/+]json\b/.test(type)) throw unsupportedMediaType();
  try {
    return JSON.parse(body);
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${(error as Error).message}`);
  }
}
