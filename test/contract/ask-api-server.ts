import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { json } from 'node:stream/consumers';
import { KubeConfig } from '@kubernetes/client-node';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';

type Ask = { readonly method: string; readonly path: string; readonly contentType?: string; readonly body?: object };

/** A request that the program has no call for, to the same server and as the same user; the answer, with its status. */
export async function askApiServer(
  { kubeconfig, context, server }: KubernetesApi,
  { method, path, contentType = 'application/json', body }: Ask,
) {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  config.setCurrentContext(context);
  const options: RequestOptions = { method, agent: false, headers: {} };
  await config.applyToHTTPSOptions(options);
  const bytes = body === undefined ? '' : JSON.stringify(body);
  const length = bytes === '' ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(bytes) };
  const asked = request(`${server}${path}`, { ...options, headers: { ...options.headers, ...length } });
  asked.end(bytes);
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  // biome-ignore lint/suspicious/noExplicitAny: contracts look into answers of every kind
  return { status: answer.statusCode, json: (await json(answer)) as any };
}
