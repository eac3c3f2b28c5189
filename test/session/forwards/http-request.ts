import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export type HttpResponse = {
  readonly status: number;
  readonly body: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
};

/** Sends one HTTP request over its own connection. */
export function httpRequest(url: string, method = 'GET'): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent: false }, (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then((body) => resolve({ status, body, headers }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
