import type { RequestOptions } from 'node:https';

export type TlsMaterial = {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string | undefined;
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
};

/** Headers, TLS settings and proxy of one request. */
export type Credential = {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly tls: TlsMaterial;
  /** Agent for the proxy of the kubeconfig or the environment; undefined without a proxy. */
  readonly proxyAgent: RequestOptions['agent'];
};
