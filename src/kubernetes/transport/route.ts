import type { ChosenContext } from '../kubeconfig/choose-context.ts';

/** The API server and the proxy in front of it. */
export type Route = { readonly server: string; readonly proxy: Proxy | undefined };

type Proxy = {
  /** host:port without the credentials in the URL, or a note that the URL is invalid. */
  readonly address: string;
  /** The setting that names the proxy. */
  readonly setting: string;
};

const defaultPorts: { readonly [scheme: string]: string } = { 'http:': '80', 'https:': '443' };
const socksPort = '1080';

export function routeOf({ cluster: { server, proxyUrl }, proxySetting }: ChosenContext): Route {
  if (proxyUrl === undefined) return { server, proxy: undefined };
  const url = URL.parse(proxyUrl);
  const port = url?.port || (defaultPorts[url?.protocol ?? ''] ?? socksPort);
  const address = url === null ? 'with an invalid URL' : `${url.hostname}:${port}`;
  return { server, proxy: { address, setting: proxySetting ?? 'proxy-url in the kubeconfig' } };
}
