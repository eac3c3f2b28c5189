import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { badRequest, type Status, unsupportedMediaType } from '../status.ts';

/** One HTTP request with its response. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Sends the status and headers, and records the request. */
  readonly writeHead: (status: number, headers?: Record<string, string>) => void;
  /** Records an upgrade request with status 101 and returns its raw connection. */
  readonly acceptUpgrade: () => { readonly socket: Duplex; readonly head: Buffer };
};

const jsonHeaders = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' };

export function sendJson({ writeHead, response }: Exchange, status: number, body: object): void {
  writeHead(status, jsonHeaders);
  response.end(`${JSON.stringify(body)}\n`);
}

export function sendText({ writeHead, response }: Exchange, status: number, body: string): void {
  writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(body);
}

export function sendStatus(exchange: Exchange, status: Status): void {
  sendJson(exchange, status.code, status);
}

/** Returns the parsed JSON body; undefined if there is none. */
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
