import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { json } from 'node:stream/consumers';
import { KubeConfig } from '@kubernetes/client-node';
import type { KubernetesApi } from '../../src/kubernetes/api.ts';

type ApiRequest = {
  readonly method: string;
  readonly path: string;
  readonly contentType?: string;
  readonly body?: object;
};

/** Sends a raw request to the API server with flink-tui's credentials. Returns the status and the JSON body. */
export async function requestApiServer(
  { kubeconfig, context, server }: KubernetesApi,
  { method, path, contentType = 'application/json', body }: ApiRequest,
) {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  config.setCurrentContext(context);
  const options: RequestOptions = { method, agent: false, headers: {} };
  await config.applyToHTTPSOptions(options);
  const bytes = body === undefined ? '' : JSON.stringify(body);
  const length = bytes === '' ? {} : { 'content-type': contentType, 'content-length': Buffer.byteLength(bytes) };
  const outgoing = request(`${server}${path}`, { ...options, headers: { ...options.headers, ...length } });
  outgoing.end(bytes);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  // biome-ignore lint/suspicious/noExplicitAny: contracts read responses of every kind
  return { status: response.statusCode, json: (await json(response)) as any };
}
