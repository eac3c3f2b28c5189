import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export type Answer = {
  readonly status: number;
  readonly body: string;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
};

/** One HTTP request over a connection of its own. */
export function ask(url: string, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, agent: false }, (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then((body) => resolve({ status, body, headers }), reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}
